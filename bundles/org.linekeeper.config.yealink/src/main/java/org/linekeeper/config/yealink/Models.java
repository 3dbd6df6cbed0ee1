// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** How many accounts a model of phone has (Y18). */
final class Models {
    private static final Map<String, Integer> ACCOUNTS = new HashMap<>();

    static {
        put(16, "VP59", "T49G", "T58A", "T57W", "T54W", "T48U", "T48G", "T48S");
        put(16, "T46U", "T46G", "T46S", "T29G");
        put(12, "T53W", "T53", "T43U", "T42G", "T42S");
        put(8, "W53P", "W60P", "CP930W", "CP930WBASE");
        put(6, "T42U", "T41P", "T41S", "T27G");
        put(5, "W52P", "W56P");
        put(3, "T40P", "T40G", "T23P", "T23G");
        put(2, "T21E2", "T21PE2");
        put(1, "T19E2", "T19PE2", "CP860", "CP920", "CP960");
    }

    private Models() {}

    /** The number for a model, however its name is written; empty if it is not known. */
    static OptionalInt accounts(String model) {
        String bare = model.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        for (String prefix : List.of("YEALINK", "SIP")) {
            bare = bare.startsWith(prefix) ? bare.substring(prefix.length()) : bare;
        }
        Integer accounts = ACCOUNTS.get(bare.equals("VPT49G") ? "T49G" : bare);
        return accounts == null ? OptionalInt.empty() : OptionalInt.of(accounts);
    }

    private static void put(int accounts, String... models) {
        for (String model : models) {
            ACCOUNTS.put(model, accounts);
        }
    }
}
