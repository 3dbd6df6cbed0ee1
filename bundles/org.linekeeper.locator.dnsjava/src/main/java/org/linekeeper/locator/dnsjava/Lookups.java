// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.linekeeper.api.line.DnsRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions from the cache or from DNS; who asks what is being asked shares its answer.
 * Blocks, in bounded time. Safe for several threads.
 */
final class Lookups implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lookups.class);

    private static final Reply BUG = new Reply.Unknown("an internal error, see the log", true);

    private final Map<Flight, CompletableFuture<Reply>> flights = new ConcurrentHashMap<>();
    private final Nameservers nameservers;
    private final Exchange exchange;
    private final Resolution resolution;
    private final AnswerCache answers;
    private final AnswerCache additional;
    private final LongSupplier clockMs;

    Lookups(Nameservers nameservers, Exchange exchange, Limits limits, Clocks clocks) {
        this.nameservers = nameservers;
        this.exchange = exchange;
        resolution = new Resolution(exchange, limits, clocks);
        clockMs = clocks.ttls();
        answers = new AnswerCache(clockMs);
        additional = new AnswerCache(clockMs);
    }

    /** Asks; whatever happens gives a reply. */
    Reply ask(Question question, DnsRules.Cache cache) {
        Flight flight = new Flight(question, cache);
        CompletableFuture<Reply> mine = new CompletableFuture<>();
        CompletableFuture<Reply> running = flights.putIfAbsent(flight, mine);
        if (running != null) {
            return running.join();
        }
        Reply reply = BUG;
        try {
            reply = reply(question, cache);
        } catch (RuntimeException bug) {
            LOG.error("Looking up {} failed on a bug", question.name(), bug);
        } finally {
            flights.remove(flight);
            mine.complete(reply);
        }
        return reply;
    }

    /** What DNS last said of a question that it does not answer now (RFC 8767). */
    Optional<Reply> lastKnown(Question question) {
        return answers.lastKnown(question);
    }

    private Reply reply(Question question, DnsRules.Cache cache) {
        try {
            List<InetSocketAddress> servers = nameservers.now();
            answers.askedFrom(servers);
            additional.askedFrom(servers);
            return known(question, cache).orElseGet(() -> fresh(question, cache, servers));
        } catch (Nameservers.NoneToAsk e) {
            return new Reply.Unknown(e.getMessage(), false);
        }
    }

    private Optional<Reply> known(Question question, DnsRules.Cache cache) {
        if (cache == DnsRules.Cache.OFF) {
            return Optional.empty();
        }
        Optional<Reply> answer = answers.get(question);
        return answer.isPresent() || cache == DnsRules.Cache.ON ? answer : additional.get(question);
    }

    private Reply fresh(Question question, DnsRules.Cache cache, List<InetSocketAddress> servers) {
        Resolution.Outcome outcome = resolution.resolve(question, servers);
        if (cache != DnsRules.Cache.OFF) {
            answers.put(question, outcome.reply());
        }
        if (cache == DnsRules.Cache.ADDITIONAL && outcome.reply() instanceof Reply.Records found) {
            Additional.of(question, found.records(), outcome.additional(), clockMs.getAsLong())
                    .forEach(additional::put);
        }
        return outcome.reply();
    }

    @Override
    public void close() {
        exchange.close();
    }

    private record Flight(Question question, DnsRules.Cache cache) {}
}
