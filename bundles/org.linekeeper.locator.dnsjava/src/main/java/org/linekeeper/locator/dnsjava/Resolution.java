// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** Puts one question to the DNS servers until one of them knows, in bounded time. */
final class Resolution {
    /**
     * A phone shall not miss for long that its server got a name; RFC 2308 section 5 allows less.
     */
    private static final long LONGEST_NEGATIVE_SECONDS = 60;

    private final Exchange exchange;
    private final Limits limits;
    private final Clocks clocks;

    Resolution(Exchange exchange, Limits limits, Clocks clocks) {
        this.exchange = exchange;
        this.limits = limits;
        this.clocks = clocks;
    }

    /** Blocks until there is a reply, at most for the total time of the limits. */
    Outcome resolve(Question question, List<InetSocketAddress> servers) {
        long deadlineMs = clocks.waits().getAsLong() + limits.totalMs();
        AliasChain chain = new AliasChain(question);
        try {
            while (true) {
                Question asked = chain.question();
                Answer answer = ask(asked, servers, deadlineMs);
                List<Record> found = chain.follow(answer.message().getSection(Section.ANSWER));
                if (!found.isEmpty()) {
                    return new Outcome(
                            new Reply.Records(found, inSeconds(chain.ttlSeconds())),
                            answer.message().getSection(Section.ADDITIONAL));
                }
                if (isLast(answer.message()) || chain.question().equals(asked)) {
                    return new Outcome(none(answer, chain.ttlSeconds()), List.of());
                }
            }
        } catch (AliasChain.Endless | NobodyKnows e) {
            return new Outcome(new Reply.Unknown(e.getMessage(), true), List.of());
        }
    }

    private Answer ask(Question question, List<InetSocketAddress> servers, long deadlineMs)
            throws NobodyKnows {
        Map<InetSocketAddress, String> complaints = new LinkedHashMap<>();
        for (int round = 0; round < limits.tries(); round++) {
            for (InetSocketAddress server : servers) {
                long leftMs = Math.min(limits.tryMs(), deadlineMs - clocks.waits().getAsLong());
                if (leftMs < 1) {
                    throw new NobodyKnows(complaints);
                }
                try {
                    Message message = exchange.ask(server, query(question), leftMs);
                    int code = message.getRcode();
                    if (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) {
                        return new Answer(message, server);
                    }
                    complaints.put(server, Rcode.string(code));
                } catch (IOException e) {
                    complaints.put(server, e.getMessage());
                }
            }
        }
        throw new NobodyKnows(complaints);
    }

    private static Message query(Question question) {
        return Message.newQuery(Record.newRecord(question.name(), question.type(), DClass.IN));
    }

    /** Whether the server looked the whole chain up; else the next alias is asked for by itself. */
    private static boolean isLast(Message message) {
        return message.getRcode() == Rcode.NXDOMAIN
                || message.getSection(Section.AUTHORITY).stream()
                        .anyMatch(SOARecord.class::isInstance);
    }

    private Reply none(Answer answer, long chainTtlSeconds) {
        long soaSeconds =
                answer.message().getSection(Section.AUTHORITY).stream()
                        .filter(SOARecord.class::isInstance)
                        .mapToLong(soa -> Math.min(soa.getTTL(), ((SOARecord) soa).getMinimum()))
                        .findFirst()
                        .orElse(0);
        long seconds = Math.min(Math.min(soaSeconds, chainTtlSeconds), LONGEST_NEGATIVE_SECONDS);
        boolean noName = answer.message().getRcode() == Rcode.NXDOMAIN;
        return new Reply.None(noName, Texts.shown(answer.server()), inSeconds(seconds));
    }

    private long inSeconds(long seconds) {
        return clocks.ttls().getAsLong() + 1000 * seconds;
    }

    /**
     * How a question ended.
     *
     * @param reply the answer
     * @param additional what the server sent along with it; anything
     */
    record Outcome(Reply reply, List<Record> additional) {}

    private record Answer(Message message, InetSocketAddress server) {}

    /** No server gave a usable answer; the message lists what each of them did. */
    private static final class NobodyKnows extends Exception {
        NobodyKnows(Map<InetSocketAddress, String> complaints) {
            super(
                    complaints.isEmpty()
                            ? "no time left to ask"
                            : complaints.entrySet().stream()
                                    .map(
                                            each ->
                                                    Texts.shown(each.getKey())
                                                            + ": "
                                                            + each.getValue())
                                    .collect(
                                            Collectors.joining(
                                                    ", ", "no DNS server knows (", ")")));
        }
    }
}
