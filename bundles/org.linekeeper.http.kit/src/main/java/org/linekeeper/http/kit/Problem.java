// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request that is refused, as RFC 9457 tells a client. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final Map<Integer, String> TITLES =
            Map.ofEntries(
                    Map.entry(400, "Bad request"),
                    Map.entry(401, "Not authorized"),
                    Map.entry(403, "Not allowed"),
                    Map.entry(404, "Not found"),
                    Map.entry(405, "Method not allowed"),
                    Map.entry(409, "Wrong state"),
                    Map.entry(412, "Changed in the meantime"),
                    Map.entry(413, "Body too large"),
                    Map.entry(414, "Address too long"),
                    Map.entry(415, "Not JSON"),
                    Map.entry(422, "Value not possible"),
                    Map.entry(429, "Too many at once"),
                    Map.entry(500, "Internal error"),
                    Map.entry(502, "No answer"),
                    Map.entry(503, "Not now"),
                    Map.entry(504, "No answer in time"));

    private final int status;
    private final String at;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /**
     * A refusal.
     *
     * @param status the HTTP status
     * @param detail one sentence for the one who asked
     * @param at the JSON path or query parameter that is wrong; empty = the request as a whole
     */
    public Problem(int status, String detail, String at) {
        // It tells of the client's mistake, not of ours: no stack trace.
        super(detail, null, false, false);
        this.status = status;
        this.at = at;
    }

    /** A refusal of the request as a whole. */
    public Problem(int status, String detail) {
        this(status, detail, "");
    }

    /** Adds a header that belongs to the status. */
    public Problem with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public int status() {
        return status;
    }

    public String at() {
        return at;
    }

    /** What the client gets. */
    public Reply reply() {
        JsonObject body = new JsonObject();
        body.addProperty("type", "about:blank");
        body.addProperty("title", TITLES.getOrDefault(status, "Refused"));
        body.addProperty("status", status);
        body.addProperty("detail", getMessage());
        if (!at.isEmpty()) {
            body.addProperty("at", at);
        }
        Reply reply = Reply.of(status, "application/problem+json", body + "\n");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply;
    }
}
