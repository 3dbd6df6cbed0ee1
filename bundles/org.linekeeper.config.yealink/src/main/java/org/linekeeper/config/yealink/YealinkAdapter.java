// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.linekeeper.api.config.ConfigAdapter;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.config.kit.TextFile;
import org.linekeeper.config.kit.UnreadableFile;
import org.osgi.service.component.annotations.Component;

/**
 * Reads the files of Yealink phones. Options: {@code yealink.new-requests} (primary, the default,
 * or health) and {@code model}, which says how many accounts there are.
 */
@Component
public final class YealinkAdapter implements ConfigAdapter {
    @Override
    public String vendor() {
        return "yealink";
    }

    @Override
    public boolean recognises(ConfigFile file) {
        return CfgForm.matches(new String(file.content(), StandardCharsets.ISO_8859_1));
    }

    @Override
    public Reading read(List<ConfigFile> files, Map<String, String> options) {
        List<Finding> errors = new ArrayList<>();
        PhoneSettings settings = new PhoneSettings();
        String first = files.isEmpty() ? "" : files.get(0).name();
        Options chosen = Options.of(options, first, errors::add, settings::warn);
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
        LineSettings.Phone phone = LineSettings.Phone.of(settings.phone(), chosen);
        List<LineConfig> lines = lines(settings, phone);
        List<String> order = files.stream().map(ConfigFile::name).toList();
        List<Finding> warnings = new ArrayList<>(settings.warnings());
        warnings.sort(
                Comparator.comparingInt((Finding warning) -> order.indexOf(warning.file()))
                        .thenComparingInt(Finding::at));
        return new Reading(lines, phone.statics(), warnings, List.of());
    }

    private static void read(ConfigFile file, PhoneSettings into) throws UnreadableFile {
        TextFile text = TextFile.of(file);
        if (!CfgForm.matches(text.text())) {
            throw new UnreadableFile(
                    file.name(),
                    0,
                    "The file is not in Yealink's form: it neither begins with "
                            + CfgForm.HEADER
                            + " nor sets account.N.… or dns_cache_….");
        }
        CfgForm.read(text, into);
    }

    private static List<LineConfig> lines(PhoneSettings settings, LineSettings.Phone phone) {
        List<LineConfig> lines = new ArrayList<>();
        settings.accounts()
                .forEach(
                        (number, account) -> {
                            LineSettings line = new LineSettings(account, phone, settings::warn);
                            if (!line.isEmptySlot()) {
                                lines.add(line.read(number));
                            }
                        });
        return lines;
    }
}
