// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.flyingvoice;

import java.util.Locale;
import java.util.Map;
import org.linekeeper.api.line.SessionTimer;
import org.linekeeper.api.line.Transport;
import org.linekeeper.config.kit.CheckedSettings;
import org.linekeeper.config.kit.Lookup;

/**
 * Settings with a few values to choose from, as files and pages write them; compared without blanks
 * and in upper case.
 */
record Choices(CheckedSettings<Key> values) {
    private static final Map<String, Boolean> FLAGS =
            Map.of(
                    "0", false, "禁止", false, "DISABLE", false, "1", true, "开启", true, "ENABLE",
                    true);

    private static final Map<String, Transport> TRANSPORTS =
            Map.of("UDP", Transport.UDP, "TCP", Transport.TCP, "TLS", Transport.TLS);

    private static final Map<String, Lookup> LOOKUPS =
            Map.of(
                    "A", Lookup.NOTHING,
                    "ATYPE", Lookup.NOTHING,
                    "SRV", Lookup.SRV,
                    "SRVTYPE", Lookup.SRV,
                    "NAPTR", Lookup.NAPTR,
                    "NAPTRTYPE", Lookup.NAPTR);

    private static final Map<String, SessionTimer.Refresher> REFRESHERS =
            Map.of("UAC", SessionTimer.Refresher.UAC, "UAS", SessionTimer.Refresher.UAS);

    boolean flag(Key key, boolean absent) {
        return choose(key, FLAGS, absent ? "1" : "0", "is not 0 (Disable, 禁止) or 1 (Enable, 开启)");
    }

    Transport transport() {
        return choose(Key.TRANSPORT, TRANSPORTS, "UDP", "is not UDP, TCP or TLS");
    }

    Lookup lookup() {
        return choose(Key.DNS_TYPE, LOOKUPS, "A", "is not A, SRV or NAPTR");
    }

    SessionTimer.Refresher refresher() {
        return choose(Key.REFRESHER, REFRESHERS, "UAC", "is not UAC or UAS");
    }

    private <T> T choose(Key key, Map<String, T> words, String absent, String sentence) {
        String written = values.text(key);
        T chosen = words.get(written.replaceAll("\\s", "").toUpperCase(Locale.ROOT));
        if (chosen == null && !written.isEmpty()) {
            values.warn(key, sentence, absent);
        }
        return chosen == null ? words.get(absent) : chosen;
    }
}
