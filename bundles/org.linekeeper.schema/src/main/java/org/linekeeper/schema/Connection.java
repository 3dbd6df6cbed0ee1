// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.time.Duration;
import java.util.Optional;

/**
 * {@code up/conn}, retained: a device's birth, and its will with the same {@code session}.
 *
 * @param online whether it is there
 * @param why a word: {@code started} and {@code reconnected} for a birth, {@code lwt} for the will,
 *     {@code shutdown} for a farewell
 * @param session one connection's id: a will of an older one says nothing
 * @param boot how often the device has started
 * @param ep the epoch of its transitions
 * @param seq the number of its last transition when it connected, 0 = none yet
 * @param firmware the phone's own, such as {@code fanvil-x4u/2.12.1}
 * @param linekeeper our version
 * @param site where the phone stands, as its owner calls it, at most 64 characters
 * @param lease after so long without any message the device counts as gone, 1 s to 7 days, whole
 *     seconds
 */
public record Connection(
        boolean online,
        String why,
        String session,
        long boot,
        long ep,
        long seq,
        String firmware,
        String linekeeper,
        Optional<String> site,
        Duration lease) {
    /** Why a device is gone of which its broker says so. */
    public static final String WILL = "lwt";

    private static final int MAX_LEASE_SECONDS = 7 * 86_400;

    public Connection {
        Check.word("why", why);
        Check.text("sess", session, 64);
        Check.count("boot", boot);
        Check.count("ep", ep);
        Check.count("seq", seq);
        Check.text("fw", firmware, 128);
        Check.text("lk", linekeeper, 64);
        Check.text("site", site, 64);
        Check.range("lease_s", lease.toSeconds(), 1, MAX_LEASE_SECONDS);
    }

    /** The same device gone: what the broker says for it, or it says itself. */
    public Connection gone(String reason) {
        return new Connection(
                false, reason, session, boot, ep, seq, firmware, linekeeper, site, lease);
    }

    public static Connection read(String json) throws BadMessage {
        Fields fields = Fields.message(json);
        boolean online = isOnline(fields);
        String why = fields.text("why");
        String session = fields.text("sess");
        long boot = fields.number("boot");
        long ep = fields.number("ep");
        long seq = fields.number("seq");
        String firmware = fields.text("fw");
        String linekeeper = fields.text("lk");
        Optional<String> site = fields.optionalText("site");
        Duration lease = Duration.ofSeconds(fields.number("lease_s"));
        return fields.build(
                () ->
                        new Connection(
                                online,
                                why,
                                session,
                                boot,
                                ep,
                                seq,
                                firmware,
                                linekeeper,
                                site,
                                lease));
    }

    static boolean isOnline(Fields fields) throws BadMessage {
        String state = fields.text("st");
        if (!state.equals("online") && !state.equals("offline")) {
            throw new BadMessage("st is not online or offline: " + Check.shown(state) + ".");
        }
        return state.equals("online");
    }

    public String write() {
        return Draft.message()
                .put("st", online ? "online" : "offline")
                .put("why", why)
                .put("sess", session)
                .put("boot", boot)
                .put("ep", ep)
                .put("seq", seq)
                .put("fw", firmware)
                .put("lk", linekeeper)
                .putText("site", site)
                .put("lease_s", lease.toSeconds())
                .text();
    }
}
