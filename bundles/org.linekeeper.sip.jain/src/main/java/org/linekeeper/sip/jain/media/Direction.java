// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.media;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Who sends and who receives (RFC 3264 section 5.1). */
enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    String line() {
        return "a=" + name().toLowerCase(Locale.ROOT);
    }

    static Optional<Direction> in(List<String> lines) {
        return Stream.of(values()).filter(each -> lines.contains(each.line())).findFirst();
    }

    /** What the other side answers (RFC 3264 section 6.1). */
    Direction answer() {
        return switch (this) {
            case SENDONLY -> RECVONLY;
            case RECVONLY -> SENDONLY;
            default -> this;
        };
    }

    Direction withoutReceiving() {
        return switch (this) {
            case SENDRECV -> SENDONLY;
            case RECVONLY -> INACTIVE;
            default -> this;
        };
    }
}
