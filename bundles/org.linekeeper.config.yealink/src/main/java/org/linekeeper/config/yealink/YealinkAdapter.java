// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.linekeeper.api.config.ConfigAdapter;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.config.kit.TextFile;
import org.linekeeper.config.kit.UnreadableFile;
import org.linekeeper.config.kit.VendorFiles;
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
        VendorFiles all = new VendorFiles(files);
        Options chosen = Options.of(options, all.first(), errors::add, settings::warn);
        return all.take(errors, file -> read(file, settings))
                .orElseGet(() -> reading(all, settings, chosen));
    }

    private static Reading reading(VendorFiles all, PhoneSettings settings, Options options) {
        LineSettings.Phone phone = LineSettings.Phone.of(settings.phone(), options);
        List<LineConfig> lines = lines(settings, phone);
        return all.reading(lines, phone.statics(), List.copyOf(settings.warnings()));
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
