// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.linekeeper.api.line.DnsRules;

/**
 * Everything that one resolution asks, of DNS and of the configuration's records, by the rules of
 * one line and within the bounds of one resolution. Safe for several threads.
 */
final class Inquiry {
    private static final Reply TOO_MANY =
            new Reply.Unknown("more than " + Limits.QUESTIONS + " questions", true);
    private static final Reply TOO_LATE = new Reply.Unknown("no time left to ask", true);

    private final AtomicInteger asked = new AtomicInteger();
    private final DnsRules rules;
    private final StaticRecords statics;
    private final Lookups lookups;
    private final LongSupplier waitsMs;
    private final long untilMs;
    private volatile boolean missed;

    /**
     * An inquiry that begins now.
     *
     * @param spanMs milliseconds after which DNS is asked nothing more
     */
    Inquiry(DnsRules rules, Lookups lookups, Clocks clocks, long spanMs) {
        this.rules = rules;
        this.lookups = lookups;
        statics = new StaticRecords(rules.statics(), clocks.ttls());
        waitsMs = clocks.waits();
        untilMs = waitsMs.getAsLong() + spanMs;
    }

    DnsRules rules() {
        return rules;
    }

    /** What both sources say of one question; blocks. */
    Reply ask(Question question) {
        return ask(List.of(question), () -> List.of(dns(question))).get(0);
    }

    /**
     * What the better source says of questions of one kind; blocks. DNS counts when it has a record
     * for any of them, or else the configuration, or else what DNS knew last; with {@code
     * staticFirst} the configuration comes before DNS.
     *
     * @param dns asks {@link #dns} the same
     */
    List<Reply> ask(List<Question> kind, Supplier<List<Reply>> dns) {
        List<Reply> replies = best(kind, dns);
        if (replies.stream().noneMatch(Reply.Records.class::isInstance)
                && replies.stream().anyMatch(Inquiry::isPassing)) {
            missed = true;
        }
        return replies;
    }

    /** Whether the answer to a question may be there soon; then what was found may be less. */
    boolean missed() {
        return missed;
    }

    private static boolean isPassing(Reply reply) {
        return reply instanceof Reply.Unknown unknown && unknown.passing();
    }

    private List<Reply> best(List<Question> kind, Supplier<List<Reply>> dns) {
        List<Reply> fixed = kind.stream().map(this::configured).flatMap(Optional::stream).toList();
        if (rules.staticFirst() && !fixed.isEmpty()) {
            return fixed;
        }
        List<Reply> replies = dns.get();
        if (replies.stream().anyMatch(Reply.Records.class::isInstance)) {
            return replies;
        }
        if (!fixed.isEmpty()) {
            return fixed;
        }
        boolean open = replies.stream().anyMatch(Reply.Unknown.class::isInstance);
        List<Reply> known =
                open && cached()
                        ? kind.stream().map(lookups::lastKnown).flatMap(Optional::stream).toList()
                        : List.of();
        return known.isEmpty() ? replies : known;
    }

    /** What DNS says, within the bounds; blocks. */
    Reply dns(Question question) {
        if (waitsMs.getAsLong() >= untilMs) {
            return TOO_LATE;
        }
        return asked.incrementAndGet() > Limits.QUESTIONS
                ? TOO_MANY
                : lookups.ask(question, rules.cache());
    }

    /** What the configuration says. */
    Optional<Reply> configured(Question question) {
        return statics.find(question);
    }

    private boolean cached() {
        return rules.cache() != DnsRules.Cache.OFF;
    }
}
