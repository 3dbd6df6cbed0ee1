// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import com.google.gson.JsonElement;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer that is whole when it is given.
 *
 * @param status the HTTP status
 * @param headers those of the body and the status
 * @param body empty = none
 * @param gzipped the body made smaller beforehand; empty = whoever sends it does that where it pays
 */
public record Reply(int status, Map<String, String> headers, byte[] body, byte[] gzipped)
        implements Answer {
    private static final byte[] NONE = {};

    public Reply {
        headers = Map.copyOf(headers);
    }

    public static Reply empty(int status) {
        return new Reply(status, Map.of(), NONE, NONE);
    }

    public static Reply json(int status, JsonElement body) {
        return of(status, "application/json", body + "\n");
    }

    /** Text in UTF-8. */
    public static Reply of(int status, String type, String body) {
        return of(status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply of(int status, String type, byte[] body) {
        return new Reply(status, Map.of("Content-Type", type), body, NONE);
    }

    /** The same with a header more. */
    public Reply with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Reply(status, all, body, gzipped);
    }

    /** The same with its body gzipped, for the many times that it is sent. */
    public Reply gzippedOnce() {
        return new Reply(status, headers, body, Gzip.shrink(body));
    }

    /** The same with a weak ETag of the body, so that a client which has it is told so by 304. */
    public Reply tagged() {
        return with("ETag", Tags.weak(body));
    }
}
