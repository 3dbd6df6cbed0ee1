// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers questions from the cache or from DNS; who asks what is being asked shares its answer. */
final class Lookups implements AutoCloseable {
    static final String TOO_MANY = "too many names are being looked up";

    private static final Logger LOG = LoggerFactory.getLogger(Lookups.class);

    private final Map<Flight, CompletableFuture<Reply>> flights = new ConcurrentHashMap<>();
    private final Nameservers nameservers;
    private final Exchange exchange;
    private final Resolution resolution;
    private final AnswerCache cache;
    private final Executor workers;

    /**
     * @param workers run what blocks; may reject, which gives {@link Reply.Unknown}
     */
    Lookups(
            Nameservers nameservers,
            Exchange exchange,
            Limits limits,
            Clocks clocks,
            Executor workers) {
        this.nameservers = nameservers;
        this.exchange = exchange;
        this.workers = workers;
        resolution = new Resolution(exchange, limits, clocks);
        cache = new AnswerCache(clocks.ttls());
    }

    /** Asks; returns at once. The stage never completes exceptionally. */
    CompletionStage<Reply> ask(Question question, boolean cached) {
        Flight flight = new Flight(question, cached);
        CompletableFuture<Reply> mine = new CompletableFuture<>();
        CompletableFuture<Reply> running = flights.putIfAbsent(flight, mine);
        if (running != null) {
            return running.minimalCompletionStage();
        }
        try {
            workers.execute(() -> land(flight, mine, reply(flight)));
        } catch (RejectedExecutionException e) {
            land(flight, mine, new Reply.Unknown(TOO_MANY));
        }
        return mine.minimalCompletionStage();
    }

    private void land(Flight flight, CompletableFuture<Reply> passengers, Reply reply) {
        flights.remove(flight);
        passengers.complete(reply);
    }

    private Reply reply(Flight flight) {
        try {
            List<InetSocketAddress> servers = nameservers.now();
            cache.askedFrom(servers);
            Optional<Reply> known =
                    flight.cached() ? cache.get(flight.question()) : Optional.empty();
            return known.orElseGet(() -> fresh(flight, servers));
        } catch (Nameservers.NoneToAsk e) {
            return new Reply.Unknown(e.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("Looking up {} failed on a bug", flight.question().name(), bug);
            return new Reply.Unknown("an internal error, see the log");
        }
    }

    private Reply fresh(Flight flight, List<InetSocketAddress> servers) {
        Reply reply = resolution.resolve(flight.question(), servers);
        if (flight.cached()) {
            cache.put(flight.question(), reply);
        }
        return reply;
    }

    @Override
    public void close() {
        exchange.close();
    }

    private record Flight(Question question, boolean cached) {}
}
