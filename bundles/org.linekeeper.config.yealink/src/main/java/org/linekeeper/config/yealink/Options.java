// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.linekeeper.api.config.Finding;

/**
 * What is said of a phone beside its files.
 *
 * @param tryHealthyFirst whether failback mode newRequests passes a target over that just failed
 * @param accounts how many the model has; empty = as many as there can be
 */
record Options(boolean tryHealthyFirst, OptionalInt accounts) {
    private static final String PREFIX = "yealink.";
    private static final String NEW_REQUESTS = PREFIX + "new-requests";
    private static final String MODEL = "model";

    /**
     * Reads those of this vendor, and the model.
     *
     * @param file what the findings name
     * @param errors takes options and values that there are not
     * @param warnings takes a model that is not known
     */
    static Options of(
            Map<String, String> options,
            String file,
            Consumer<Finding> errors,
            Consumer<Finding> warnings) {
        new TreeMap<>(options)
                .forEach(
                        (name, value) -> {
                            String wrong = name.startsWith(PREFIX) ? wrong(name, value) : "";
                            if (!wrong.isEmpty()) {
                                errors.accept(new Finding(file, 0, name, value, wrong, ""));
                            }
                        });
        return new Options(
                "health".equals(options.get(NEW_REQUESTS)), accounts(options, file, warnings));
    }

    private static OptionalInt accounts(
            Map<String, String> options, String file, Consumer<Finding> warnings) {
        String model = options.getOrDefault(MODEL, "");
        OptionalInt accounts = Models.accounts(model);
        if (!model.isEmpty() && accounts.isEmpty()) {
            String sentence = "is no model whose number of accounts is known here";
            String used = String.valueOf(Names.MAX_ACCOUNT);
            warnings.accept(new Finding(file, 0, MODEL, model, sentence, used));
        }
        return accounts;
    }

    /** What is wrong with an option of this vendor; empty = nothing. */
    private static String wrong(String name, String value) {
        if (!name.equals(NEW_REQUESTS)) {
            return "is no option of this vendor";
        }
        return value.matches("primary|health") ? "" : "is not primary or health";
    }
}
