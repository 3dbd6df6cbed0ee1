// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.linekeeper.lab.sip.SipMessage;

/** All that a server read and wrote; at its bound the oldest goes. For any thread. */
final class Journal {

    private static final int MAX_RECORDS = 10_000;

    private final String name;
    private final long startNanos = System.nanoTime();
    private final Deque<Recorded> received = new ArrayDeque<>();
    private final Deque<Recorded> sent = new ArrayDeque<>();
    private final Map<String, Integer> requestsByMethod = new TreeMap<>();
    private int malformed;
    private int keepAlives;

    Journal(String name) {
        this.name = name;
    }

    synchronized void received(Transport transport, InetSocketAddress remote, SipMessage message) {
        keep(received, transport, remote, message);
        if (message.isRequest()) {
            requestsByMethod.merge(message.method(), 1, Integer::sum);
        }
    }

    synchronized void sent(Transport transport, InetSocketAddress remote, SipMessage message) {
        keep(sent, transport, remote, message);
    }

    private void keep(
            Deque<Recorded> list, Transport via, InetSocketAddress remote, SipMessage message) {
        if (list.size() == MAX_RECORDS) {
            list.removeFirst();
        }
        long now = System.nanoTime();
        list.add(new Recorded(now, (now - startNanos) / 1_000_000, via, remote, message));
        notifyAll();
    }

    synchronized void malformed() {
        malformed++;
        notifyAll();
    }

    synchronized void keepAlive() {
        keepAlives++;
        notifyAll();
    }

    synchronized int malformedCount() {
        return malformed;
    }

    synchronized int keepAliveCount() {
        return keepAlives;
    }

    synchronized Map<String, Integer> requestsByMethod() {
        return new TreeMap<>(requestsByMethod);
    }

    synchronized List<Recorded> received(Predicate<SipMessage> wanted) {
        return received.stream().filter(r -> wanted.test(r.message())).toList();
    }

    synchronized List<Recorded> sent(Predicate<SipMessage> wanted) {
        return sent.stream().filter(r -> wanted.test(r.message())).toList();
    }

    /** Forgets the records; the counts stay. */
    synchronized void clear() {
        received.clear();
        sent.clear();
    }

    /** Waits until that many were received; throws {@link AssertionError} when time is up. */
    synchronized List<Recorded> await(
            String what, Predicate<SipMessage> wanted, int count, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        List<Recorded> found = received(wanted);
        while (found.size() < count) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError(shortfall(what, count, limit, found.size()));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(shortfall(what, count, limit, found.size()), e);
            }
            found = received(wanted);
        }
        return found;
    }

    private String shortfall(String what, int count, Duration limit, int found) {
        List<String> all = new ArrayList<>();
        received.forEach(r -> all.add(r.sinceStartMs() + " ms " + r.message().start().text()));
        List<String> last = all.subList(Math.max(0, all.size() - 20), all.size());
        return String.format(
                "%s received %d of %d %s within %d ms; last: %s",
                name, found, count, what, limit.toMillis(), last);
    }
}
