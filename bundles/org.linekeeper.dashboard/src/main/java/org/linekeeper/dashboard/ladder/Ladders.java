// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.ladder;

import java.time.Duration;
import java.time.Instant;
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
import org.linekeeper.collector.fleet.Shelf;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Response;

/**
 * Ladders of all phones. A phone keeps few of them and only in memory, so one that was asked for is
 * kept here once nothing is added to it any more. For any thread; blocks as long as the phone
 * takes, 8 s at most.
 */
public final class Ladders {
    private static final String KIND = "ladder";
    private static final int MOST_KEPT = 10_000;
    private static final int HISTORY = 500;
    private static final int LONGEST_NAME = 64;
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
        // The history goes on, and one day its newest rows tell of this switch no more.
        Optional<KeptLadder> known =
                name.isPresent() ? kept(device, name.get(), line) : Optional.empty();
        if (known.isPresent()) {
            return known.get().ladder(device);
        }
        Trace trace =
                Trace.in(store.history(device, Optional.empty(), HISTORY), name, line)
                        .orElseThrow(
                                () ->
                                        new NoLadder(
                                                404,
                                                "No transition of this phone tells of such a"
                                                        + " ladder."));
        known = name.isPresent() ? known : kept(device, trace.name(), line);
        return known.isPresent() ? known.get().ladder(device) : fetch(device, trace);
    }

    private Optional<KeptLadder> kept(DeviceName device, String name, Optional<Integer> line)
            throws StoreGone {
        boolean isName = name.length() <= LONGEST_NAME && name.chars().noneMatch(c -> c < ' ');
        return isName
                ? shelf.get(KIND, key(device, name))
                        .flatMap(document -> KeptLadder.read(document.text()))
                        .filter(kept -> line.isEmpty() || line.get() == kept.trace().line())
                : Optional.empty();
    }

    private static String key(DeviceName device, String name) {
        return device + "/" + name;
    }

    private Ladder fetch(DeviceName device, Trace trace) throws NoLadder, StoreGone {
        // What is heard of from now on may not be in the answer.
        boolean isOver = trace.isOver(clock.get());
        Response response = ask(device, trace);
        if (response.ladder().isEmpty()) {
            throw new NoLadder(404, "The phone has this ladder no more.");
        }
        String text = KeptLadder.write(trace, response);
        // Escaped, what fits into a message may be too much to be kept.
        if (isOver && text.length() <= Shelf.MOST_CHARS) {
            shelf.put(new Shelf.Document(KIND, key(device, trace.name()), clock.get(), text));
            shelf.trim(KIND, MOST_KEPT);
        }
        return trace.with(device, response.ladder());
    }

    private Response ask(DeviceName device, Trace trace) throws NoLadder {
        Command command =
                new Command(
                        keys.get(),
                        "ladder",
                        OptionalInt.of(trace.line()),
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
}
