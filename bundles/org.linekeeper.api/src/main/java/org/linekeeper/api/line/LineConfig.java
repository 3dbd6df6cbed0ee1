// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Everything that is configured of one line, in the words of no vendor. Immutable; {@link #with}
 * makes a changed copy, so that a new setting never breaks a policy that was built before it.
 */
public final class LineConfig {
    private final Draft values;

    private LineConfig(Draft values) {
        this.values = values;
    }

    /** Line {@code number} with every other setting at its default. */
    public static LineConfig line(int number) {
        Draft draft = new Draft();
        draft.line = number;
        return new LineConfig(draft);
    }

    /** A copy, changed by {@code changes}. */
    public LineConfig with(Consumer<Draft> changes) {
        Draft draft = values.copy();
        changes.accept(draft);
        return new LineConfig(draft.copy());
    }

    /** The servers or, if there are any, the proxies: the layer that failover works on. */
    public List<Server> layer() {
        return values.outboundProxies.isEmpty() ? values.servers : values.outboundProxies;
    }

    /** What names each of {@link #layer}, in order. */
    public List<ServerRef> layerRefs() {
        ServerRef.Layer kind =
                values.outboundProxies.isEmpty() ? ServerRef.Layer.SERVER : ServerRef.Layer.PROXY;
        return IntStream.range(0, layer().size()).mapToObj(i -> new ServerRef(kind, i)).toList();
    }

    /** Where {@code hop} leads: the server's or, behind a proxy, the proxy's settings. */
    public Server settingsOf(Hop hop) {
        return hop.proxy().isPresent()
                ? values.outboundProxies.get(hop.proxy().getAsInt())
                : values.servers.get(hop.server());
    }

    /**
     * The address-of-record at {@code server}: the configured domain or, without one, the
     * configured address of that server, behind a proxy too.
     */
    public AddressOfRecord addressOfRecord(int server) {
        String domain =
                values.domain.isEmpty() ? values.servers.get(server).address() : values.domain;
        return new AddressOfRecord(values.user, domain);
    }

    /** The user name that the digest takes. */
    public String digestUser() {
        return values.authUser.isEmpty() ? values.user : values.authUser;
    }

    /** The line's number on the phone, from 1. */
    public int line() {
        return values.line;
    }

    /** Whether the line is to be in service. */
    public boolean enabled() {
        return values.enabled;
    }

    /** What the phone shows for the line; may be empty. */
    public String label() {
        return values.label;
    }

    /** The name that calls carry; may be empty. */
    public String displayName() {
        return values.displayName;
    }

    /** User part of the address-of-record. */
    public String user() {
        return values.user;
    }

    /** User name for the digest; empty = as {@link #user}. */
    public String authUser() {
        return values.authUser;
    }

    /** Password for the digest. */
    public Secret password() {
        return values.password;
    }

    /** Domain of the address-of-record; empty = the server's address. */
    public String domain() {
        return values.domain;
    }

    /** Local SIP ports. */
    public PortRange localPort() {
        return values.localPort;
    }

    /** In order of priority, the primary first. */
    public List<Server> servers() {
        return values.servers;
    }

    /** In order of priority; empty = none. */
    public List<Server> outboundProxies() {
        return values.outboundProxies;
    }

    /** Failover and return between servers, or proxies. */
    public Redundancy redundancy() {
        return values.redundancy;
    }

    /** OPTIONS to the primary; empty = none. */
    public Optional<Heartbeat> heartbeat() {
        return values.heartbeat;
    }

    /** What keeps the path open. */
    public Keepalive keepalive() {
        return values.keepalive;
    }

    /** SIP timers. */
    public Timers timers() {
        return values.timers;
    }

    /** From a failed registration to the next try, at least 1. */
    public int retrySeconds() {
        return values.retrySeconds;
    }

    /** Over how many seconds after a start the first registration is spread; 0 = at once. */
    public int surgeSpreadSeconds() {
        return values.surgeSpreadSeconds;
    }

    /** When a registration is refreshed. */
    public RefreshWindow refresh() {
        return values.refresh;
    }

    /** Final responses that mean that the server is unavailable. */
    public Set<Integer> unavailableCodes() {
        return values.unavailableCodes;
    }

    /** How names are looked up. */
    public DnsRules dns() {
        return values.dns;
    }

    /** Session timers of calls. */
    public SessionTimer session() {
        return values.session;
    }

    /** Whether bindings are removed when the phone stops. */
    public boolean unregisterOnExit() {
        return values.unregisterOnExit;
    }

    /** Habits of this kind of phone that no key says. */
    public Profile profile() {
        return values.profile;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LineConfig config && config.values.key().equals(values.key());
    }

    @Override
    public int hashCode() {
        return values.key().hashCode();
    }

    @Override
    public String toString() {
        return "line " + values.line + " " + values.user + "@" + values.domain + values.servers;
    }

    /** The changeable form of a line; each setter returns the draft. */
    public static final class Draft {
        private int line = 1;
        private boolean enabled = true;
        private String label = "";
        private String displayName = "";
        private String user = "";
        private String authUser = "";
        private Secret password = Secret.NONE;
        private String domain = "";
        private PortRange localPort = PortRange.ANY;
        private List<Server> servers = List.of();
        private List<Server> outboundProxies = List.of();
        private Redundancy redundancy = Redundancy.STANDARD;
        private Optional<Heartbeat> heartbeat = Optional.empty();
        private Keepalive keepalive = Keepalive.CRLF_25;
        private Timers timers = Timers.RFC3261;
        private int retrySeconds = 30;
        private int surgeSpreadSeconds;
        private RefreshWindow refresh = RefreshWindow.STANDARD;
        private Set<Integer> unavailableCodes = Set.of(503);
        private DnsRules dns = DnsRules.STANDARD;
        private SessionTimer session = SessionTimer.OFF;
        private boolean unregisterOnExit = true;
        private Profile profile = Profile.STANDARD;

        private Draft() {}

        public Draft enabled(boolean value) {
            enabled = value;
            return this;
        }

        public Draft label(String value) {
            label = Objects.requireNonNull(value);
            return this;
        }

        public Draft displayName(String value) {
            displayName = Objects.requireNonNull(value);
            return this;
        }

        public Draft user(String value) {
            user = Objects.requireNonNull(value);
            return this;
        }

        public Draft authUser(String value) {
            authUser = Objects.requireNonNull(value);
            return this;
        }

        public Draft password(Secret value) {
            password = Objects.requireNonNull(value);
            return this;
        }

        public Draft domain(String value) {
            domain = Objects.requireNonNull(value);
            return this;
        }

        public Draft localPort(PortRange value) {
            localPort = Objects.requireNonNull(value);
            return this;
        }

        public Draft servers(List<Server> value) {
            servers = List.copyOf(value);
            return this;
        }

        public Draft outboundProxies(List<Server> value) {
            outboundProxies = List.copyOf(value);
            return this;
        }

        public Draft redundancy(Redundancy value) {
            redundancy = Objects.requireNonNull(value);
            return this;
        }

        public Draft heartbeat(Optional<Heartbeat> value) {
            heartbeat = Objects.requireNonNull(value);
            return this;
        }

        public Draft keepalive(Keepalive value) {
            keepalive = Objects.requireNonNull(value);
            return this;
        }

        public Draft timers(Timers value) {
            timers = Objects.requireNonNull(value);
            return this;
        }

        public Draft retrySeconds(int value) {
            retrySeconds = value;
            return this;
        }

        public Draft surgeSpreadSeconds(int value) {
            surgeSpreadSeconds = value;
            return this;
        }

        public Draft refresh(RefreshWindow value) {
            refresh = Objects.requireNonNull(value);
            return this;
        }

        public Draft unavailableCodes(Set<Integer> value) {
            unavailableCodes = Set.copyOf(value);
            return this;
        }

        public Draft dns(DnsRules value) {
            dns = Objects.requireNonNull(value);
            return this;
        }

        public Draft session(SessionTimer value) {
            session = Objects.requireNonNull(value);
            return this;
        }

        public Draft unregisterOnExit(boolean value) {
            unregisterOnExit = value;
            return this;
        }

        public Draft profile(Profile value) {
            profile = Objects.requireNonNull(value);
            return this;
        }

        private Draft copy() {
            Draft copy = new Draft();
            copy.line = line;
            copy.enabled = enabled;
            copy.label = label;
            copy.displayName = displayName;
            copy.user = user;
            copy.authUser = authUser;
            copy.password = password;
            copy.domain = domain;
            copy.localPort = localPort;
            copy.servers = servers;
            copy.outboundProxies = outboundProxies;
            copy.redundancy = redundancy;
            copy.heartbeat = heartbeat;
            copy.keepalive = keepalive;
            copy.timers = timers;
            copy.retrySeconds = retrySeconds;
            copy.surgeSpreadSeconds = surgeSpreadSeconds;
            copy.refresh = refresh;
            copy.unavailableCodes = unavailableCodes;
            copy.dns = dns;
            copy.session = session;
            copy.unregisterOnExit = unregisterOnExit;
            copy.profile = profile;
            return copy;
        }

        private List<Object> key() {
            return List.of(
                    line,
                    enabled,
                    label,
                    displayName,
                    user,
                    authUser,
                    password,
                    domain,
                    localPort,
                    servers,
                    outboundProxies,
                    redundancy,
                    heartbeat,
                    keepalive,
                    timers,
                    retrySeconds,
                    surgeSpreadSeconds,
                    refresh,
                    unavailableCodes,
                    dns,
                    session,
                    unregisterOnExit,
                    profile);
        }
    }
}
