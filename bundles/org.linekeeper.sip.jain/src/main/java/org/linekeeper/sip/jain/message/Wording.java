// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages as text. */
final class Wording {
    private Wording() {}

    static byte[] bytes(
            String startLine,
            List<String> vias,
            List<Header> headers,
            String contentType,
            String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(512).append(startLine).append("\r\n");
        vias.forEach(via -> line(text, "Via", via));
        headers.forEach(header -> line(text, header.name(), header.value()));
        if (content.length > 0) {
            line(text, "Content-Type", contentType);
        }
        line(text, "Content-Length", Integer.toString(content.length));
        text.append("\r\n").append(body);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }
}
