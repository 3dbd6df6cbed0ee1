// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * One server or outbound proxy as the user configured it. What stands here rules the attempts at
 * this server and the failover among its targets. Immutable; {@link #with} makes a changed copy.
 */
public final class Server {
    private final Draft values;

    private Server(Draft values) {
        this.values = values;
    }

    /** A server with this address (name or IP literal), port 5060 over UDP and nothing else set. */
    public static Server at(String address) {
        Draft draft = new Draft();
        draft.address = Objects.requireNonNull(address);
        return new Server(draft);
    }

    /** A copy, changed by {@code changes}; the draft is dead afterwards. */
    public Server with(Consumer<Draft> changes) {
        Draft draft = values.copy();
        changes.accept(draft);
        return new Server(draft.copy());
    }

    /** Name or IP literal, as configured; empty = only DHCP option 120 gives one. */
    public String address() {
        return values.address;
    }

    /** 0 to 65535; 0 = DNS says (RFC 3263 section 4.2). */
    public int port() {
        return values.port;
    }

    /**
     * With {@link #port} 0: the port of addresses that are found without an SRV record; 0 = 5060,
     * or 5061 over TLS.
     */
    public int fallbackPort() {
        return values.fallbackPort;
    }

    public Transport transport() {
        return values.transport;
    }

    /** The registration period to ask for, in seconds. Not used by a proxy. */
    public int expiresSeconds() {
        return values.expiresSeconds;
    }

    /** How often a request is sent to one target before it is given up; empty = 64 × T1. */
    public OptionalInt transmissions() {
        return values.transmissions;
    }

    /** The same for an INVITE; empty = as {@link #transmissions}. */
    public OptionalInt inviteTransmissions() {
        return values.inviteTransmissions;
    }

    /** Time-outs that stand instead of the count of transmissions. */
    public GiveUp giveUp() {
        return values.giveUp;
    }

    /** Whether another request is sent here only after a REGISTER succeeded here. */
    public boolean registerBeforeRequest() {
        return values.registerBeforeRequest;
    }

    /** Whether requests go only to a target that holds a registration. */
    public boolean onlyRegistered() {
        return values.onlyRegistered;
    }

    /** Whether subscriptions are renewed at once after a switch to or from here. */
    public boolean resubscribe() {
        return values.resubscribe;
    }

    public Failback failback() {
        return values.failback;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Server server && server.values.key().equals(values.key());
    }

    @Override
    public int hashCode() {
        return values.key().hashCode();
    }

    @Override
    public String toString() {
        String transport = values.transport.name().toLowerCase(java.util.Locale.ROOT);
        return values.address + ":" + values.port + "/" + transport;
    }

    /** The changeable form of a server; each setter returns the draft. */
    public static final class Draft {
        private String address = "";
        private int port = 5060;
        private int fallbackPort;
        private Transport transport = Transport.UDP;
        private int expiresSeconds = 3600;
        private OptionalInt transmissions = OptionalInt.empty();
        private OptionalInt inviteTransmissions = OptionalInt.empty();
        private GiveUp giveUp = GiveUp.NONE;
        private boolean registerBeforeRequest;
        private boolean onlyRegistered;
        private boolean resubscribe;
        private Failback failback = Failback.NEW_REQUESTS;

        private Draft() {}

        public Draft address(String value) {
            address = Objects.requireNonNull(value);
            return this;
        }

        public Draft port(int value) {
            port = checked(value);
            return this;
        }

        public Draft fallbackPort(int value) {
            fallbackPort = checked(value);
            return this;
        }

        public Draft transport(Transport value) {
            transport = Objects.requireNonNull(value);
            return this;
        }

        public Draft expiresSeconds(int value) {
            expiresSeconds = value;
            return this;
        }

        public Draft transmissions(OptionalInt value) {
            transmissions = value;
            return this;
        }

        public Draft inviteTransmissions(OptionalInt value) {
            inviteTransmissions = value;
            return this;
        }

        public Draft giveUp(GiveUp value) {
            giveUp = Objects.requireNonNull(value);
            return this;
        }

        public Draft registerBeforeRequest(boolean value) {
            registerBeforeRequest = value;
            return this;
        }

        public Draft onlyRegistered(boolean value) {
            onlyRegistered = value;
            return this;
        }

        public Draft resubscribe(boolean value) {
            resubscribe = value;
            return this;
        }

        public Draft failback(Failback value) {
            failback = Objects.requireNonNull(value);
            return this;
        }

        private static int checked(int port) {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port " + port + " is not in 0..65535");
            }
            return port;
        }

        private Draft copy() {
            return new Draft()
                    .address(address)
                    .port(port)
                    .fallbackPort(fallbackPort)
                    .transport(transport)
                    .expiresSeconds(expiresSeconds)
                    .transmissions(transmissions)
                    .inviteTransmissions(inviteTransmissions)
                    .giveUp(giveUp)
                    .registerBeforeRequest(registerBeforeRequest)
                    .onlyRegistered(onlyRegistered)
                    .resubscribe(resubscribe)
                    .failback(failback);
        }

        private java.util.List<Object> key() {
            return java.util.List.of(
                    address,
                    port,
                    fallbackPort,
                    transport,
                    expiresSeconds,
                    transmissions,
                    inviteTransmissions,
                    giveUp,
                    registerBeforeRequest,
                    onlyRegistered,
                    resubscribe,
                    failback);
        }
    }
}
