// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.media;

import java.util.List;
import java.util.Optional;

/**
 * One media section of a description (RFC 4566 section 5.14).
 *
 * @param kind for example audio
 * @param port 0 = refused
 * @param protocol for example RTP/AVP
 * @param formats payload types as written
 * @param lines the lines below, up to the next section
 */
record Section(String kind, int port, String protocol, List<String> formats, List<String> lines) {
    Section {
        formats = List.copyOf(formats);
        lines = List.copyOf(lines);
    }

    /** Reads an {@code m=} line's value; empty if it is none. */
    static Optional<Section> parse(String value, List<String> lines) {
        String[] words = value.trim().split("[ \\t]+");
        if (words.length < 4 || !words[1].matches("\\d{1,5}(/\\d{1,3})?")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(words[1].split("/", 2)[0]);
        List<String> formats = List.of(words).subList(3, words.length);
        return port > 65535
                ? Optional.empty()
                : Optional.of(new Section(words[0], port, words[2], formats, lines));
    }

    /** Plain G.711 over RTP, the one thing that every phone speaks. */
    boolean isPlainAudio() {
        return kind.equals("audio")
                && protocol.equals("RTP/AVP")
                && port != 0
                && (formats.contains("0") || formats.contains("8"));
    }

    /** The section as an answer refuses it (RFC 3264 section 6). */
    String refused() {
        return "m=" + kind + " 0 " + protocol + " " + String.join(" ", formats) + "\r\n";
    }
}
