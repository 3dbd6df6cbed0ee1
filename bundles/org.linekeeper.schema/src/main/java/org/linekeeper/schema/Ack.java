// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

/**
 * {@code dn/ack}, retained: all up to {@code seq} is in the history for good; a device goes on with
 * the next. What it no longer has of that it says with a {@link Gap}.
 *
 * @param ep the epoch that the number belongs to
 * @param seq the last of an unbroken row from 1, 0 = none yet
 */
public record Ack(long ep, long seq) {
    public Ack {
        Check.count("ep", ep);
        Check.count("seq", seq);
    }

    public static Ack read(String json) throws BadMessage {
        Fields fields = Fields.of(json);
        long ep = fields.number("ep");
        long seq = fields.number("seq");
        return fields.build(() -> new Ack(ep, seq));
    }

    public String write() {
        return new Draft().put("ep", ep).put("seq", seq).text();
    }
}
