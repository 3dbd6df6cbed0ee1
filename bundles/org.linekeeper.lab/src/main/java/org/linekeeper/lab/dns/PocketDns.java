// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A DNS server in a pocket, on UDP and TCP of one loopback port. Records, faults and counts may be
 * read and changed from any thread while it runs. Waiting methods throw {@link AssertionError} when
 * their time is up. {@link #close} frees everything and may be called twice.
 */
public final class PocketDns implements AutoCloseable {

    private enum Mode {
        UP,
        SILENT,
        CLOSED
    }

    private final InetAddress address;
    private final RandomGenerator random = new SplittableRandom();
    private final Zone zone = new Zone();
    private final QueryCounts counts = new QueryCounts();
    private final ScheduledThreadPoolExecutor later;
    private Optional<DnsSockets> sockets;
    private final int port;
    private volatile Mode mode = Mode.UP;
    private volatile Optional<Rcode> failure = Optional.empty();
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean truncating;
    private volatile boolean additional;

    private PocketDns(InetAddress address, int wantedPort) throws IOException {
        this.address = address;
        this.sockets = Optional.of(DnsSockets.open(address, wantedPort, random, this::query));
        this.port = sockets.get().port();
        this.later =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "lab-dns-later");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** An empty server on any free port of 127.0.0.1. */
    public static PocketDns start() {
        return start(InetAddress.getLoopbackAddress(), 0);
    }

    /** An empty server; throws {@link UncheckedIOException} when the port is taken. */
    public static PocketDns start(InetAddress address, int port) {
        try {
            return new PocketDns(address, port);
        } catch (IOException e) {
            String where = address.getHostAddress() + ":" + port;
            throw new UncheckedIOException("cannot serve DNS on " + where, e);
        }
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(address, port);
    }

    public int port() {
        return port;
    }

    // Records; a name may have several of a type, they are answered in the order they were added.

    public PocketDns a(String name, int ttlSeconds, String ipv4) {
        zone.add(DnsRecord.address(name, RecordType.A, ttlSeconds, ipv4));
        return this;
    }

    public PocketDns aaaa(String name, int ttlSeconds, String ipv6) {
        zone.add(DnsRecord.address(name, RecordType.AAAA, ttlSeconds, ipv6));
        return this;
    }

    public PocketDns cname(String name, int ttlSeconds, String target) {
        zone.add(DnsRecord.cname(name, ttlSeconds, target));
        return this;
    }

    public PocketDns srv(
            String name, int ttlSeconds, int priority, int weight, int srvPort, String target) {
        int[] numbers = {priority, weight, srvPort};
        zone.add(DnsRecord.srv(name, ttlSeconds, numbers, target));
        return this;
    }

    /** With an empty regular expression, as RFC 3263 section 4.1 has it. */
    public PocketDns naptr(
            String name,
            int ttlSeconds,
            int order,
            int preference,
            String flags,
            String service,
            String replacement) {
        int[] numbers = {order, preference};
        String[] texts = {flags, service, ""};
        zone.add(DnsRecord.naptr(name, ttlSeconds, numbers, texts, replacement));
        return this;
    }

    /** Makes negative answers below that name carry this TTL (RFC 2308). */
    public PocketDns soa(String zoneName, int ttlSeconds, int negativeTtlSeconds) {
        zone.add(DnsRecord.soa(zoneName, ttlSeconds, negativeTtlSeconds));
        return this;
    }

    /** Removes all records of a name. */
    public PocketDns remove(String name) {
        zone.remove(name, Optional.empty());
        return this;
    }

    /** Removes the records of one type of a name. */
    public PocketDns remove(String name, RecordType type) {
        zone.remove(name, Optional.of(type));
        return this;
    }

    /** Whether answers bring the records that their targets name; off unless set. */
    public PocketDns additional(boolean on) {
        additional = on;
        return this;
    }

    // Faults.

    /** Everything works again; records, and failures of single names, stay. */
    public synchronized PocketDns up() {
        mode = Mode.UP;
        failure = Optional.empty();
        delay = Duration.ZERO;
        truncating = false;
        if (sockets.isEmpty()) {
            try {
                sockets = Optional.of(DnsSockets.open(address, port, random, this::query));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot reopen DNS port " + port, e);
            }
        }
        return this;
    }

    /** Counts queries and answers nothing. */
    public PocketDns silent() {
        mode = Mode.SILENT;
        return this;
    }

    /** Closes the sockets until {@link #up}: ICMP on UDP, refused on TCP. */
    public synchronized PocketDns closeSockets() {
        mode = Mode.CLOSED;
        sockets.ifPresent(DnsSockets::close);
        sockets = Optional.empty();
        return this;
    }

    /** Answers every query with this code and no record. */
    public PocketDns fail(Rcode with) {
        failure = Optional.of(with);
        return this;
    }

    /** Answers queries for this name with this code, until {@link #heal}. */
    public PocketDns fail(String name, Rcode with) {
        zone.fail(name, with);
        return this;
    }

    /** Ends the failure of this name. */
    public PocketDns heal(String name) {
        zone.heal(name);
        return this;
    }

    /** Answers so much later. */
    public PocketDns delay(Duration by) {
        delay = by;
        return this;
    }

    /** Whether all answers on UDP are truncated, so that the resolver must come by TCP. */
    public PocketDns truncate(boolean on) {
        truncating = on;
        return this;
    }

    // What was asked.

    /** How often this was asked, on UDP and TCP. */
    public int queries(String name, RecordType type) {
        return counts.of(name, type);
    }

    /** How often anything was asked. */
    public int queries() {
        return counts.total();
    }

    /** How often anything was asked by TCP. */
    public int tcpQueries() {
        return counts.tcp();
    }

    /** Waits until that was asked so often. */
    public void awaitQueries(String name, RecordType type, int count, Duration limit) {
        counts.await(name, type, count, limit);
    }

    private void query(byte[] bytes, boolean udp, Consumer<byte[]> answer) {
        Optional<DnsQuery> query = DnsQuery.parse(bytes);
        query.ifPresent(q -> counts.count(q, udp));
        if (mode != Mode.UP || bytes.length < 2) {
            return;
        }
        byte[] encoded =
                query.map(q -> answer(q, udp)).orElseGet(() -> DnsAnswer.formatError(bytes));
        if (delay.isZero()) {
            send(answer, encoded);
            return;
        }
        try {
            long delayMs = delay.toMillis();
            later.schedule(() -> send(answer, encoded), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return; // closed meanwhile
        }
    }

    private void send(Consumer<byte[]> answer, byte[] encoded) {
        if (mode == Mode.UP) {
            answer.accept(encoded);
        }
    }

    private byte[] answer(DnsQuery query, boolean udp) {
        if (udp && truncating) {
            return DnsAnswer.truncated(query);
        }
        Zone.Answer found =
                failure.map(Zone.Answer::failed).orElseGet(() -> zone.answer(query, additional));
        return DnsAnswer.encode(query, found, udp);
    }

    @Override
    public void close() {
        later.shutdownNow();
        closeSockets();
    }
}
