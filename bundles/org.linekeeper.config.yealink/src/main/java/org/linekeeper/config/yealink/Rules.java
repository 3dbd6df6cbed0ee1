// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import static org.linekeeper.config.kit.WrittenLines.flag;
import static org.linekeeper.config.kit.WrittenLines.within;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.Failback.Mode;
import org.linekeeper.api.line.Server;
import org.linekeeper.config.kit.CheckedSettings;

/**
 * How a line fails over among the targets of one server or proxy, as it is written; a proxy's with
 * what it inherits.
 *
 * @param failbackSeconds as written: 1 to 59 count as 60
 */
record Rules(
        int retryCounts,
        int inviteRetryCounts,
        boolean registerOn,
        boolean onlyRegistered,
        int failbackMode,
        int failbackSeconds,
        boolean resubscribe) {
    private static final String RETRY_COUNTS = "retry_counts";
    private static final String INVITE_RETRY_COUNTS = "invite_retry_counts";
    private static final String REGISTER_ON = "register_on_enable";
    private static final String ONLY_REGISTERED = "only_signal_with_registered";
    private static final String FAILBACK_MODE = "failback_mode";
    private static final String FAILBACK_TIMEOUT = "failback_timeout";
    private static final String RESUBSCRIBE = "failback_subscribe.enable";

    /** The keys, behind the number of the server or proxy. */
    static final List<String> NAMES =
            List.of(
                    RETRY_COUNTS,
                    INVITE_RETRY_COUNTS,
                    REGISTER_ON,
                    ONLY_REGISTERED,
                    FAILBACK_MODE,
                    FAILBACK_TIMEOUT,
                    RESUBSCRIBE);

    private static final int LEAST_FAILBACK_SECONDS = 60;

    static Rules ofServer(CheckedSettings<String> values, int y) {
        return new Rules(
                values.number(Names.ofServer(y, RETRY_COUNTS), 0, 20, 3),
                values.number(Names.ofServer(y, INVITE_RETRY_COUNTS), 1, 10, 3),
                values.flag(Names.ofServer(y, REGISTER_ON), false),
                values.flag(Names.ofServer(y, ONLY_REGISTERED), false),
                values.number(Names.ofServer(y, FAILBACK_MODE), 0, 3, 0),
                values.number(Names.ofServer(y, FAILBACK_TIMEOUT), 0, 65535, 3600),
                values.flag(Names.ofServer(y, RESUBSCRIBE), false));
    }

    /**
     * @param base the server's that −1 stands for
     */
    static Rules ofProxy(CheckedSettings<String> values, int y, Rules base) {
        return new Rules(
                inherited(values, y, RETRY_COUNTS, 0, 20, base.retryCounts),
                inherited(values, y, INVITE_RETRY_COUNTS, 1, 10, base.inviteRetryCounts),
                inherited(values, y, REGISTER_ON, base.registerOn),
                inherited(values, y, ONLY_REGISTERED, base.onlyRegistered),
                inherited(values, y, FAILBACK_MODE, 0, 3, base.failbackMode),
                inherited(values, y, FAILBACK_TIMEOUT, 0, 65535, base.failbackSeconds),
                inherited(values, y, RESUBSCRIBE, base.resubscribe));
    }

    private static int inherited(
            CheckedSettings<String> values, int y, String name, int min, int max, int base) {
        return values.numberOrInherited(Names.ofProxy(y, name), min, max).orElse(base);
    }

    private static boolean inherited(
            CheckedSettings<String> values, int y, String name, boolean base) {
        return inherited(values, y, name, 0, 1, base ? 1 : 0) == 1;
    }

    /** Whether the best target is tried first by each new request. */
    boolean newRequests() {
        return failbackMode == 0;
    }

    /** Writes them down as they take effect at a server. */
    void applyTo(Server.Draft server) {
        server.transmissions(OptionalInt.of(Math.max(retryCounts, 1)))
                .inviteTransmissions(OptionalInt.of(inviteRetryCounts))
                .registerBeforeRequest(registerOn)
                .onlyRegistered(onlyRegistered)
                .resubscribe(resubscribe && !newRequests())
                .failback(failback());
    }

    /** The same at a proxy, where {@code only_signal_with_registered} has conditions (Y10). */
    void applyToProxy(Server.Draft proxy) {
        applyTo(proxy);
        proxy.onlyRegistered(onlyRegistered && registerOn && !newRequests());
    }

    private Failback failback() {
        return switch (failbackMode) {
            case 1 -> new Failback(Mode.DNS_TTL, OptionalLong.empty());
            case 2 -> new Failback(Mode.REGISTRATION, OptionalLong.empty());
            case 3 -> new Failback(Mode.DURATION, OptionalLong.of(duration()));
            default -> Failback.NEW_REQUESTS;
        };
    }

    private long duration() {
        return failbackSeconds == 0 ? 0 : Math.max(failbackSeconds, LEAST_FAILBACK_SECONDS);
    }

    /**
     * Writes the rules of a server or proxy.
     *
     * @param prefix its keys begin so
     */
    static void write(Server server, String prefix, Keys file) {
        server.transmissions()
                .ifPresent(sends -> file.put(prefix + RETRY_COUNTS, within(1, 20, sends)));
        OptionalInt invites = server.inviteTransmissions();
        if (invites.isEmpty()) {
            invites = server.transmissions();
        }
        invites.ifPresent(sends -> file.put(prefix + INVITE_RETRY_COUNTS, within(1, 10, sends)));
        int mode =
                switch (server.failback().mode()) {
                    case NEW_REQUESTS -> 0;
                    case DNS_TTL -> 1;
                    case REGISTRATION -> 2;
                    case DURATION -> 3;
                };
        file.put(prefix + REGISTER_ON, flag(server.registerBeforeRequest()))
                .put(prefix + ONLY_REGISTERED, flag(server.onlyRegistered()))
                .put(prefix + FAILBACK_MODE, mode)
                .put(prefix + RESUBSCRIBE, flag(server.resubscribe()));
        server.failback()
                .afterSeconds()
                .ifPresent(after -> file.put(prefix + FAILBACK_TIMEOUT, within(0, 65535, after)));
    }
}
