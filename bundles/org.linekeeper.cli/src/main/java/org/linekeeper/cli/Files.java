// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.api.config.ConfigAdapter;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;

/** Reads config files through the adapters that the image holds. */
final class Files {
    private final List<ConfigAdapter> adapters;

    /**
     * What was read, and by whom.
     *
     * @param vendor empty when the files are refused
     */
    record Result(Optional<String> vendor, Reading reading) {}

    Files(List<ConfigAdapter> adapters) {
        this.adapters = adapters;
    }

    /** Reads the files of one phone together. */
    Result read(List<String> paths, Optional<String> vendor, Map<String, String> options) {
        List<ConfigFile> files = new java.util.ArrayList<>();
        for (String path : paths) {
            try {
                files.add(load(path));
            } catch (IOException | InvalidPathException e) {
                return refused(path, sentence(e));
            }
        }
        Optional<String> stray = options.keySet().stream().filter(this::isNobodys).findFirst();
        if (stray.isPresent()) {
            return refused(
                    paths.get(0),
                    "no adapter here takes the option " + stray.get() + "; there are: " + known());
        }
        Optional<String> fault = EmergencyNumbers.fault(options);
        if (fault.isPresent()) {
            return refused(paths.get(0), fault.get());
        }
        Optional<ConfigAdapter> adapter = adapter(files.get(0), vendor);
        if (adapter.isEmpty()) {
            return refused(paths.get(0), vendor.map(this::noSuchVendor).orElse(unknownForm()));
        }
        for (ConfigFile file : files) {
            if (vendor.isEmpty() && !adapter.get().recognises(file)) {
                return refused(
                        file.name(),
                        "is not in the form of the files before it, "
                                + adapter.get().vendor()
                                + "'s");
            }
        }
        Reading reading = EmergencyNumbers.into(adapter.get().read(files, options), options);
        return new Result(
                reading.isRefused() ? Optional.empty() : Optional.of(adapter.get().vendor()),
                reading);
    }

    /** The adapter of a vendor. */
    Optional<ConfigAdapter> of(String vendor) {
        return adapters.stream().filter(a -> a.vendor().equalsIgnoreCase(vendor)).findFirst();
    }

    /** Whether no adapter's name stands before the dot; the phone's model is everybody's. */
    private boolean isNobodys(String option) {
        return !option.equals("model")
                && !option.equals(EmergencyNumbers.OPTION)
                && adapters.stream()
                        .noneMatch(adapter -> option.startsWith(adapter.vendor() + "."));
    }

    private static ConfigFile load(String path) throws IOException {
        try (InputStream in = java.nio.file.Files.newInputStream(Path.of(path))) {
            // One byte more than allowed: the adapter sees that it is too large.
            return new ConfigFile(path, in.readNBytes(ConfigFile.MAX_BYTES + 1));
        }
    }

    private Optional<ConfigAdapter> adapter(ConfigFile file, Optional<String> vendor) {
        return adapters.stream()
                .filter(
                        adapter ->
                                vendor.map(adapter.vendor()::equalsIgnoreCase)
                                        .orElseGet(() -> adapter.recognises(file)))
                .findFirst();
    }

    private String noSuchVendor(String vendor) {
        return "no adapter is called " + vendor + "; there are: " + known();
    }

    private String unknownForm() {
        return "is in no form that is known here; known are the files of: " + known();
    }

    private String known() {
        return String.join(", ", adapters.stream().map(ConfigAdapter::vendor).sorted().toList());
    }

    private static String sentence(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return "cannot be read: " + e.getMessage();
    }

    private static Result refused(String file, String message) {
        return new Result(
                Optional.empty(), Reading.refused(new Finding(file, 0, "", "", message, "")));
    }
}
