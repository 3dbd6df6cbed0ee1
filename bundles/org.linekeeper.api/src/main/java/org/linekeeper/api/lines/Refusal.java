// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.lines;

/** What was asked cannot be; the message is one sentence for the one who asked. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final String parameter;

    public Refusal(Kind kind, String message) {
        this(kind, "", message);
    }

    private Refusal(Kind kind, String parameter, String message) {
        super(message);
        this.kind = kind;
        this.parameter = parameter;
    }

    /** One of several values cannot be; {@code parameter} is its name in {@link Lines}. */
    public static Refusal ofValue(String parameter, String message) {
        return new Refusal(Kind.BAD_VALUE, parameter, message);
    }

    public Kind kind() {
        return kind;
    }

    /** The parameter whose value cannot be; empty if it goes without saying. */
    public String parameter() {
        return parameter;
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
