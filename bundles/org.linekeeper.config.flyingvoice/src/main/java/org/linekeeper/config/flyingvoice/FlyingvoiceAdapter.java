// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.flyingvoice;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.linekeeper.api.config.ConfigAdapter;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.config.flyingvoice.KeyValueForm.Kind;
import org.linekeeper.config.kit.TextFile;
import org.linekeeper.config.kit.UnreadableFile;
import org.linekeeper.config.kit.VendorFiles;
import org.osgi.service.component.annotations.Component;

/**
 * Reads the files of Flyingvoice phones. Option: {@code flyingvoice.count} (exceeds, the default,
 * or at-max).
 */
@Component
public final class FlyingvoiceAdapter implements ConfigAdapter {
    @Override
    public String vendor() {
        return "flyingvoice";
    }

    /** Also of a file that has to be refused, if its plain keys tell whose it is. */
    @Override
    public boolean recognises(ConfigFile file) {
        try {
            return KeyValueForm.kindOf(TextFile.of(file).text()) == Kind.OURS;
        } catch (UnreadableFile refusedLater) {
            String bytes = new String(file.content(), StandardCharsets.ISO_8859_1);
            return KeyValueForm.kindOf(bytes) == Kind.OURS;
        }
    }

    @Override
    public Reading read(List<ConfigFile> files, Map<String, String> options) {
        List<Finding> errors = new ArrayList<>();
        PhoneSettings settings = new PhoneSettings();
        VendorFiles all = new VendorFiles(files);
        Options chosen = Options.of(options, all.first(), errors::add);
        return all.take(errors, file -> read(file, settings))
                .orElseGet(
                        () -> all.reading(lines(settings, chosen), List.of(), settings.warnings()));
    }

    private static void read(ConfigFile file, PhoneSettings into) throws UnreadableFile {
        TextFile text = TextFile.of(file);
        if (KeyValueForm.kindOf(text.text()) == Kind.OTHER) {
            throw new UnreadableFile(
                    file.name(),
                    0,
                    "The file is not in Flyingvoice's form: no line of it sets a key of the phone"
                            + " such as outbound_server = … or DBID_… = ….");
        }
        KeyValueForm.read(text, into);
    }

    private static List<LineConfig> lines(PhoneSettings settings, Options options) {
        List<LineConfig> lines = new ArrayList<>();
        settings.lines()
                .forEach(
                        (number, ofLine) -> {
                            LineSettings line =
                                    new LineSettings(ofLine, options, settings.warnings()::add);
                            if (!line.isEmptySlot()) {
                                lines.add(line.read(number));
                            }
                        });
        return lines;
    }
}
