// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;

/** A wire that writes down what is sent and says what a test lets it say. */
public final class FakeWire implements Wire {
    /** Something sent. */
    public record Sent(long atMs, Target target, String text, long connectMs) {
        /** The value of the first header of that name. */
        public String header(String name) {
            return headers(name).stream().findFirst().orElse("");
        }

        public List<String> headers(String name) {
            return text.lines()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .toList();
        }

        public boolean is(String method) {
            return text.startsWith(method + " ");
        }

        public String startLine() {
            return text.lines().findFirst().orElse("");
        }

        public String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }

        public long cseq() {
            return Long.parseLong(header("CSeq").split(" ")[0]);
        }
    }

    public final List<Sent> sent = new ArrayList<>();
    public final List<Target> pinged = new ArrayList<>();
    public final List<Target> unanswered = new ArrayList<>();
    public Optional<InetSocketAddress> local =
            Optional.of(new InetSocketAddress(address("192.0.2.100"), 5060));
    public int reopened;
    public boolean closed;
    private final Scheduler scheduler;
    private final Listener listener;

    public FakeWire(Scheduler scheduler, Listener listener) {
        this.scheduler = scheduler;
        this.listener = listener;
    }

    @Override
    public Optional<InetSocketAddress> localFor(Target target) {
        return local;
    }

    @Override
    public void send(Target target, byte[] message, long connectMs) {
        String text = new String(message, StandardCharsets.UTF_8);
        sent.add(new Sent(scheduler.nowMs(), target, text, connectMs));
    }

    @Override
    public void keepAlive(Target target, byte[] bytes) {
        pinged.add(target);
    }

    @Override
    public void unanswered(Target target, long sinceMs) {
        unanswered.add(target);
    }

    @Override
    public void reopen() {
        reopened++;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** The transport gives a target up. */
    public void broken(Target target, Outcome.Kind kind) {
        listener.broken(target, new Outcome.Unreachable(kind, "test"));
    }

    /** A message comes from an address; what goes back there is in {@link #sent}, too. */
    public void receive(Target from, String text) {
        listener.received(flow(from), text.getBytes(StandardCharsets.UTF_8));
    }

    private Flow flow(Target from) {
        InetSocketAddress remote = new InetSocketAddress(address(from.address()), from.port());
        return new Flow() {
            @Override
            public Transport transport() {
                return from.transport();
            }

            @Override
            public InetSocketAddress local() {
                return local.orElseThrow();
            }

            @Override
            public InetSocketAddress remote() {
                return remote;
            }

            @Override
            public void send(byte[] message) {
                FakeWire.this.send(from, message, 0);
            }
        };
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }
}
