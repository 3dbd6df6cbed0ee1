// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.StaticRecord;

/** The files of one phone, as every adapter goes through them. */
public final class VendorFiles {
    private final List<ConfigFile> files;

    /** Takes what one file says. */
    public interface Taker {
        void take(ConfigFile file) throws UnreadableFile;
    }

    public VendorFiles(List<ConfigFile> files) {
        this.files = List.copyOf(files);
    }

    /** The name that a finding about an option carries. */
    public String first() {
        return files.isEmpty() ? "" : files.get(0).name();
    }

    /**
     * Takes the files in their order.
     *
     * @param errors what is wrong with the options; the first one refuses all
     * @return the refusal; empty if every file was taken
     */
    public Optional<Reading> take(List<Finding> errors, Taker taker) {
        if (!errors.isEmpty()) {
            return Optional.of(Reading.refused(errors.get(0)));
        }
        try {
            for (ConfigFile file : files) {
                taker.take(file);
            }
            return Optional.empty();
        } catch (UnreadableFile refused) {
            return Optional.of(Reading.refused(refused.finding()));
        }
    }

    /** What the files say, with the warnings in the order of files and lines. */
    public Reading reading(
            List<LineConfig> lines, List<StaticRecord> staticDns, List<Finding> warnings) {
        List<String> order = files.stream().map(ConfigFile::name).toList();
        List<Finding> sorted = new ArrayList<>(warnings);
        sorted.sort(
                Comparator.comparingInt((Finding warning) -> order.indexOf(warning.file()))
                        .thenComparingInt(Finding::at));
        return new Reading(lines, staticDns, sorted, List.of());
    }
}
