// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import java.util.ArrayList;
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
import org.linekeeper.config.kit.VendorFiles;
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
        VendorFiles all = new VendorFiles(files);
        Options counting = Options.of(options, all.first(), errors::add, warnings::add);
        return all.take(errors, file -> read(file, settings))
                .orElseGet(
                        () ->
                                all.reading(
                                        lines(settings, counting, warnings), List.of(), warnings));
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
