// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.line.Why;

/** A transition as one line of text. */
final class TransitionText {
    private static final Gson GSON = new Gson();

    private TransitionText() {}

    /** The form on the disk; primitive members only, so that it reads back in later versions. */
    private record Stored(
            long ep,
            long seq,
            String t,
            long mono,
            int line,
            String from,
            String to,
            String why,
            StoredHop hop,
            String server,
            String ladder) {}

    private record StoredHop(
            int server, int proxy, String address, int port, String transport, String host) {}

    static String write(LineStateChanged change) {
        StoredHop hop = change.hop().map(TransitionText::stored).orElse(null);
        return GSON.toJson(
                new Stored(
                        change.epoch(),
                        change.seq(),
                        change.at().toString(),
                        change.monoMs(),
                        change.line(),
                        change.from().name(),
                        change.to().name(),
                        change.why().word(),
                        hop,
                        change.server(),
                        change.ladder().orElse(null)));
    }

    private static StoredHop stored(Hop hop) {
        Target target = hop.target();
        return new StoredHop(
                hop.server(),
                hop.proxy().orElse(-1),
                target.address(),
                target.port(),
                target.transport().name(),
                target.host());
    }

    /** Empty if the text is no transition. */
    static Optional<LineStateChanged> read(String text) {
        try {
            Stored stored = GSON.fromJson(text, Stored.class);
            return Optional.of(
                    new LineStateChanged(
                            stored.ep(),
                            stored.seq(),
                            Instant.parse(stored.t()),
                            stored.mono(),
                            stored.line(),
                            Status.valueOf(stored.from()),
                            Status.valueOf(stored.to()),
                            new Why(stored.why()),
                            Optional.ofNullable(stored.hop()).map(TransitionText::hop),
                            stored.server(),
                            Optional.ofNullable(stored.ladder())));
        } catch (JsonParseException
                | DateTimeException
                | IllegalArgumentException
                | NullPointerException damaged) {
            return Optional.empty();
        }
    }

    private static Hop hop(StoredHop stored) {
        Transport transport = Transport.valueOf(stored.transport());
        return new Hop(
                stored.server(),
                stored.proxy() < 0 ? OptionalInt.empty() : OptionalInt.of(stored.proxy()),
                new Target(stored.address(), stored.port(), transport, stored.host()));
    }
}
