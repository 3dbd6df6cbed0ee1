// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** Makes bodies smaller for clients that understand it (RFC 9110 section 8.4.1.3). */
final class Gzip {
    /** Below this a body fits in one packet anyway. */
    private static final int WORTH_BYTES = 1024;

    private static final Pattern TEXT =
            Pattern.compile(
                    "text/(?!event-stream).*|image/svg\\+xml.*"
                            + "|application/(json|.*\\+json|javascript|openmetrics-text).*");
    private static final Pattern REFUSED = Pattern.compile("gzip\\s*;\\s*q=0(\\.0*)?");
    private static final Pattern ACCEPTED = Pattern.compile("gzip\\s*(;.*)?");

    private Gzip() {}

    /** Whether an Accept-Encoding takes gzip; {@code *} is not taken at its word. */
    static boolean isAccepted(String acceptEncoding) {
        for (String each : acceptEncoding.toLowerCase(Locale.ROOT).split(",")) {
            String coding = each.strip();
            if (ACCEPTED.matcher(coding).matches()) {
                return !REFUSED.matcher(coding).matches();
            }
        }
        return false;
    }

    /**
     * Whether a reply becomes smaller. One with a strong tag does not: the tag is that of its
     * bytes.
     */
    static boolean isWorth(Reply reply) {
        String tag = reply.headers().getOrDefault("ETag", "W/");
        return reply.body().length > WORTH_BYTES
                && tag.startsWith("W/")
                && TEXT.matcher(reply.headers().getOrDefault("Content-Type", "")).matches();
    }

    static byte[] shrink(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 3 + 64);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes whatever is written", e);
        }
        return bytes.toByteArray();
    }
}
