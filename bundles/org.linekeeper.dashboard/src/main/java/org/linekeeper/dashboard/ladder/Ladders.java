// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.ladder;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.FleetPhones;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.HistoryEntry;
import org.linekeeper.collector.fleet.Shelf;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.schema.BadMessage;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Response;
import org.linekeeper.schema.Step;

/**
 * Ladders of all phones. A phone keeps few of them and only in memory, so one that was asked for is
 * kept here. For any thread; blocks as long as the phone takes, 8 s at most.
 */
public final class Ladders {
    private static final String KIND = "ladder";
    private static final int MOST_KEPT = 10_000;
    private static final int HISTORY = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final FleetStore store;
    private final Shelf shelf;
    private final FleetPhones phones;
    private final Supplier<Instant> clock;
    private final Supplier<String> keys;

    /**
     * All ladders.
     *
     * @param keys names commands, each time another
     */
    public Ladders(
            FleetStore store,
            Shelf shelf,
            FleetPhones phones,
            Supplier<Instant> clock,
            Supplier<String> keys) {
        this.store = store;
        this.shelf = shelf;
        this.phones = phones;
        this.clock = clock;
        this.keys = keys;
    }

    /** Why there is none. */
    public static final class NoLadder extends Exception {
        private static final long serialVersionUID = 1;
        private final int status;

        NoLadder(int status, String sentence) {
            super(sentence);
            this.status = status;
        }

        /** As an HTTP status. */
        public int status() {
            return status;
        }
    }

    /**
     * A phone's ladder.
     *
     * @param name which one; empty = the last
     * @param line of that line; empty = of any
     */
    public Ladder get(DeviceName device, Optional<String> name, Optional<Integer> line)
            throws NoLadder, StoreGone {
        List<HistoryEntry> history = store.history(device, Optional.empty(), HISTORY);
        Trace trace =
                Trace.in(history, name, line)
                        .orElseThrow(
                                () ->
                                        new NoLadder(
                                                404,
                                                "No transition of this phone tells of such a"
                                                        + " ladder."));
        String key = device + "/" + trace.name();
        Optional<List<Step>> known = shelf.get(KIND, key).flatMap(kept -> steps(kept.text()));
        if (known.isPresent()) {
            return trace.with(device, known.get());
        }
        Response response = ask(device, trace);
        if (response.ladder().isEmpty()) {
            throw new NoLadder(404, "The phone has this ladder no more.");
        }
        String text = response.write();
        // Escaped, what fits into a message may be too much to be kept.
        if (text.length() <= Shelf.MOST_CHARS) {
            shelf.put(new Shelf.Document(KIND, key, clock.get(), text));
            shelf.trim(KIND, MOST_KEPT);
        }
        return trace.with(device, response.ladder());
    }

    private Response ask(DeviceName device, Trace trace) throws NoLadder {
        Command command =
                new Command(
                        keys.get(),
                        "ladder",
                        OptionalInt.of(trace.moves().get(0).line()),
                        Optional.of(trace.name()),
                        Optional.empty());
        try {
            return phones.ask(device, command, PATIENCE)
                    .toCompletableFuture()
                    .get(PATIENCE.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw silent();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RejectedExecutionException
                    ? new NoLadder(503, "The broker is away, so the phone cannot be asked.")
                    : silent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent();
        }
    }

    private static NoLadder silent() {
        return new NoLadder(504, "The phone does not answer.");
    }

    private static Optional<List<Step>> steps(String text) {
        try {
            return Optional.of(Response.read(text).ladder()).filter(steps -> !steps.isEmpty());
        } catch (BadMessage | RuntimeException e) {
            return Optional.empty();
        }
    }
}
