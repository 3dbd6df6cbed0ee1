// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

/**
 * {@code srv/state}, retained: whether a tenant's collector listens, and its will with the same
 * {@code session}.
 *
 * @param online whether it listens
 * @param why a word: {@code started} and {@code reconnected} for a birth, {@code lwt} for the will,
 *     {@code shutdown} for a farewell
 * @param session one connection's id: a will of an older one says nothing
 * @param linekeeper our version
 */
public record ServerState(boolean online, String why, String session, String linekeeper) {
    public ServerState {
        Check.word("why", why);
        Check.text("sess", session, 64);
        Check.text("lk", linekeeper, 64);
    }

    /** The same collector gone: what the broker says for it, or it says itself. */
    public ServerState gone(String reason) {
        return new ServerState(false, reason, session, linekeeper);
    }

    public static ServerState read(String json) throws BadMessage {
        Fields fields = Fields.message(json);
        boolean online = Connection.isOnline(fields);
        String why = fields.text("why");
        String session = fields.text("sess");
        String linekeeper = fields.text("lk");
        return fields.build(() -> new ServerState(online, why, session, linekeeper));
    }

    public String write() {
        return Draft.message()
                .put("st", online ? "online" : "offline")
                .put("why", why)
                .put("sess", session)
                .put("lk", linekeeper)
                .text();
    }
}
