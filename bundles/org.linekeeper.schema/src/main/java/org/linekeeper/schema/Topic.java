// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A topic of ours: {@code lk/1/{tenant}/…}. Parsing refuses what building would. */
public sealed interface Topic {
    /** The longest tenant, device or ring. */
    int MAX_ID = 64;

    /** The longest topic that can be one of ours. */
    int MAX_CHARS = 200;

    /** The topic as it stands on the wire. */
    String text();

    /** Which fleet. */
    String tenant();

    /** What one device publishes or is told. */
    enum Channel {
        /** Birth and will: {@link Connection}. */
        CONN("up/conn", 1, true),
        /** All lines as they are: {@link Snapshot}. */
        STATE("up/state", 1, true),
        /** Transitions: {@link Batch}. */
        EV("up/ev", 1, false),
        /** Numbers: {@link Metrics}. */
        METRICS("up/metrics", 0, false),
        /** The policy in force: {@link PolicyReport}. */
        POLICY("up/policy", 1, true),
        /** How a command or a wish went: {@link Response}. */
        RESP("up/resp", 1, false),
        /** What is in the history for good: {@link Ack}. */
        ACK("dn/ack", 1, true),
        /** Settings to keep: {@link Desired}. */
        DESIRED("dn/desired", 1, true),
        /** Something to do once: {@link Command}. */
        CMD("dn/cmd", 1, false);

        private final String path;
        private final int qos;
        private final boolean retained;

        Channel(String path, int qos, boolean retained) {
            this.path = path;
            this.qos = qos;
            this.retained = retained;
        }

        /** The last two levels of the topic. */
        public String path() {
            return path;
        }

        /** At which it is published. */
        public int qos() {
            return qos;
        }

        /** Whether the broker keeps the last one. */
        public boolean retained() {
            return retained;
        }

        /** Of one device. */
        public OfDevice of(String tenant, String device) {
            return new OfDevice(tenant, device, this);
        }
    }

    /** What every topic begins with. */
    String PREFIX = "lk/" + Payload.VERSION + "/";

    /** A device's. */
    record OfDevice(String tenant, String device, Channel channel) implements Topic {
        public OfDevice {
            checked("tenant", tenant);
            checked("device", device);
        }

        @Override
        public String text() {
            return PREFIX + tenant + "/" + device + "/" + channel.path();
        }
    }

    /** The signed choice of a policy for a ring of devices. */
    record OfRing(String tenant, String ring) implements Topic {
        public OfRing {
            checked("tenant", tenant);
            checked("ring", ring);
        }

        @Override
        public String text() {
            return PREFIX + tenant + "/ring/" + ring + "/policy";
        }
    }

    /** Bytes by their SHA-256, in lower case hexadecimal. */
    record OfBlob(String tenant, String sha256) implements Topic {
        private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

        public OfBlob {
            checked("tenant", tenant);
            if (!HASH.matcher(sha256).matches()) {
                throw new IllegalArgumentException(
                        "the blob's name is not a SHA-256: " + Check.shown(sha256));
            }
        }

        @Override
        public String text() {
            return PREFIX + tenant + "/blob/" + sha256;
        }
    }

    /** Whether a tenant's servers listen: {@link ServerState}. */
    record OfServer(String tenant) implements Topic {
        public OfServer {
            checked("tenant", tenant);
        }

        @Override
        public String text() {
            return PREFIX + tenant + "/srv/state";
        }
    }

    /** The topic that a text is; empty if it is none of ours. */
    static Optional<Topic> parse(String text) {
        if (text.length() > MAX_CHARS || !text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String[] levels = text.substring(PREFIX.length()).split("/", 5);
        try {
            return switch (levels.length) {
                case 3 -> ofThree(levels[0], levels[1], levels[2]);
                case 4 -> ofFour(levels[0], levels[1], levels[2], levels[3]);
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static Optional<Topic> ofThree(String tenant, String kind, String name) {
        if (kind.equals("blob")) {
            return Optional.of(new OfBlob(tenant, name));
        }
        return kind.equals("srv") && name.equals("state")
                ? Optional.of(new OfServer(tenant))
                : Optional.empty();
    }

    private static Optional<Topic> ofFour(String tenant, String id, String way, String last) {
        // "ring" can be a device, too: its third level tells.
        if (id.equals("ring") && last.equals("policy") && !way.equals("up")) {
            return Optional.of(new OfRing(tenant, way));
        }
        String path = way + "/" + last;
        return Arrays.stream(Channel.values())
                .filter(channel -> channel.path().equals(path))
                .findFirst()
                .map(channel -> new OfDevice(tenant, id, channel));
    }

    /**
     * A tenant, device or ring that can stand in a topic and in a pattern of an access list: 1 to
     * {@link #MAX_ID} characters without {@code / + #} and control characters.
     *
     * @throws IllegalArgumentException if it cannot
     */
    static String checked(String name, String id) {
        Check.text(name, id, MAX_ID);
        if (id.chars().anyMatch(c -> "/+#".indexOf(c) >= 0 || Character.isSurrogate((char) c))) {
            throw new IllegalArgumentException(
                    name + " has one of / + # or a character beyond 16 bits: " + Check.shown(id));
        }
        return id;
    }
}
