// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.exchange;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.sip.TraceEntry;
import org.linekeeper.api.sip.TraceEntry.Way;
import org.linekeeper.sip.jain.message.Uri;

/** The last messages of a line without credentials, a bounded number; for any thread. */
public final class Trace {
    private static final int MAX_ENTRIES = 300;
    private static final int MAX_BYTES = 8192;

    /**
     * Credentials, and the server's proof that it knows the password, folded over several lines
     * too; the scheme stays for the reader.
     */
    private static final Pattern CREDENTIALS =
            Pattern.compile(
                    "(?im)^((?:Proxy-)?(?:Authorization|Authentication-Info)[ \\t]*+:[ \\t]*+\\w*+)"
                            + ".*+(?:\\R[ \\t].*+)*+");

    /** Media keys in SDP (RFC 4566 section 5.12, RFC 4568). */
    private static final Pattern KEYS = Pattern.compile("(?im)^(k=|a=crypto:).*");

    private final Clock clock;
    private final Consumer<TraceEntry> follower;
    private final Deque<TraceEntry> entries = new ArrayDeque<>();

    /**
     * Nothing yet.
     *
     * @param follower gets each message as it is taken in; must be quick
     */
    public Trace(Clock clock, Consumer<TraceEntry> follower) {
        this.clock = clock;
        this.follower = follower;
    }

    /** A message to a target. */
    public void sent(Target target, byte[] message) {
        String peer = Uri.bracketed(target.address()) + ":" + target.port();
        add(Way.OUT, peer, target.transport(), message);
    }

    /** A message to where another came from. */
    public void sent(InetSocketAddress peer, Transport transport, byte[] message) {
        add(Way.OUT, name(peer), transport, message);
    }

    /** A message from the wire. */
    public void received(InetSocketAddress peer, Transport transport, byte[] message) {
        add(Way.IN, name(peer), transport, message);
    }

    /** Oldest first. */
    public synchronized List<TraceEntry> entries() {
        return List.copyOf(entries);
    }

    private void add(Way way, String peer, Transport transport, byte[] message) {
        TraceEntry entry = new TraceEntry(clock.instant(), way, peer, transport, redacted(message));
        synchronized (this) {
            if (entries.size() == MAX_ENTRIES) {
                entries.removeFirst();
            }
            entries.add(entry);
        }
        follower.accept(entry);
    }

    static String redacted(byte[] message) {
        // Cut after the stars are set: half a credential is one, too.
        String text = new String(message, StandardCharsets.UTF_8);
        String safe = CREDENTIALS.matcher(text).replaceAll("$1 ***");
        safe = KEYS.matcher(safe).replaceAll("$1***");
        return safe.length() <= MAX_BYTES
                ? safe
                : safe.substring(0, MAX_BYTES) + "\r\n[" + message.length + " bytes in all]";
    }

    private static String name(InetSocketAddress peer) {
        return Uri.bracketed(peer.getAddress().getHostAddress()) + ":" + peer.getPort();
    }
}
