// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.linekeeper.api.config.ConfigAdapter;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.config.kit.CheckedSettings;
import org.linekeeper.config.kit.TextFile;
import org.linekeeper.config.kit.UnreadableFile;
import org.osgi.service.component.annotations.Component;

/**
 * Reads the files of Fanvil phones in their three forms. Options: {@code fanvil.generation} (v2 or
 * v3, the default), {@code fanvil.give-up-ms} (with v2; 8000) and {@code fanvil.count}
 * (retransmissions, the default, or sends).
 */
@Component
public final class FanvilAdapter implements ConfigAdapter {
    @Override
    public String vendor() {
        return "fanvil";
    }

    @Override
    public boolean recognises(ConfigFile file) {
        return Form.of(file).isPresent();
    }

    @Override
    public Reading read(List<ConfigFile> files, Map<String, String> options) {
        List<Finding> errors = new ArrayList<>();
        PhoneSettings settings = new PhoneSettings();
        List<Finding> warnings = settings.warnings();
        String first = files.isEmpty() ? "" : files.get(0).name();
        Options counting = Options.of(options, first, errors::add, warnings::add);
        if (!errors.isEmpty()) {
            return Reading.refused(errors.get(0));
        }
        try {
            for (ConfigFile file : files) {
                read(file, settings);
            }
        } catch (UnreadableFile refused) {
            return Reading.refused(refused.finding());
        }
        List<LineConfig> lines = lines(settings, counting, warnings);
        List<String> order = files.stream().map(ConfigFile::name).toList();
        warnings.sort(
                Comparator.comparingInt((Finding warning) -> order.indexOf(warning.file()))
                        .thenComparingInt(Finding::at));
        return new Reading(lines, List.of(), warnings, List.of());
    }

    private static void read(ConfigFile file, PhoneSettings into) throws UnreadableFile {
        TextFile text = TextFile.of(file);
        Form form =
                Form.of(text)
                        .orElseThrow(
                                () ->
                                        new UnreadableFile(
                                                file.name(),
                                                0,
                                                "The file is in none of Fanvil's forms: it begins"
                                                        + " neither with <<VOIP CONFIG FILE>> nor"
                                                        + " with <sysConf> or"
                                                        + " <VOIP_CONFIG_FILE>."));
        form.read(text, into);
    }

    private static List<LineConfig> lines(
            PhoneSettings settings, Options options, List<Finding> warnings) {
        CheckedSettings<Key> ofPhone = new CheckedSettings<>(settings.phone(), warnings::add);
        LineSettings.Phone phone = LineSettings.Phone.of(ofPhone);
        LineSettings.warnUnlessZero(ofPhone, Key.ENABLE_GROUP_BACKUP);
        List<LineConfig> lines = new ArrayList<>();
        settings.lines()
                .forEach(
                        (number, ofLine) -> {
                            LineSettings line =
                                    new LineSettings(ofLine, phone, options, warnings::add);
                            if (!line.isEmptySlot()) {
                                lines.add(line.read(number));
                            }
                        });
        return lines;
    }
}
