// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.lines;

/** What was asked cannot be; the message is one sentence for the one who asked. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    public Refusal(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Why. */
    public enum Kind {
        /** No such line or call. */
        NOT_FOUND,
        /** Not in this state. */
        WRONG_STATE,
        /** A value that cannot be. */
        BAD_VALUE,
        /** Too many at once. */
        TOO_MANY
    }
}
