// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.api.config.ConfigAdapter;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.osgi.service.component.annotations.Component;

/**
 * Reads files in Linekeeper's own format. A key that there is not, or a value out of its range, is
 * an error: nobody but us writes such files. It has no options.
 */
@Component
public final class GenericAdapter implements ConfigAdapter {
    static final String VENDOR = "generic";

    @Override
    public String vendor() {
        return VENDOR;
    }

    @Override
    public boolean recognises(ConfigFile file) {
        return TomlFile.isOurs(file);
    }

    @Override
    public Reading read(List<ConfigFile> files, Map<String, String> options) {
        Optional<String> stray =
                options.keySet().stream()
                        .filter(o -> o.startsWith(VENDOR + "."))
                        .sorted()
                        .findFirst();
        if (stray.isPresent()) {
            String first = files.isEmpty() ? "" : files.get(0).name();
            String value = options.get(stray.get());
            String sentence = "is no option of this format, which has none";
            return Reading.refused(new Finding(first, 0, stray.get(), value, sentence, ""));
        }
        try {
            List<TomlFile> trees = new ArrayList<>();
            for (ConfigFile file : files) {
                trees.add(TomlFile.of(file));
            }
            return new PhoneFiles(trees).read();
        } catch (Refused refused) {
            return Reading.refused(refused.finding());
        }
    }
}
