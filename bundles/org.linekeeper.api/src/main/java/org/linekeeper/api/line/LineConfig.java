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
    private final LineValues values;

    private LineConfig(LineValues values) {
        this.values = values;
    }

    /** Line {@code number} with every other setting at its default. */
    public static LineConfig line(int number) {
        LineValues values = new LineValues();
        values.line = number;
        return new LineConfig(values);
    }

    /** A copy, changed by {@code changes}. */
    public LineConfig with(Consumer<Draft> changes) {
        LineValues changed = values.copy();
        changes.accept(new Draft(changed));
        return new LineConfig(changed.copy());
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

    /** Whether servers that DHCP option 120 gives (RFC 3361) take the place of the servers. */
    public boolean dhcpOption120() {
        return values.dhcpOption120;
    }

    /** Whether requests ask for the response at the port they came from (RFC 3581). */
    public boolean rport() {
        return values.rport;
    }

    /** Whether requests of a dialog go through the current server, not along its route. */
    public boolean proxyInDialog() {
        return values.proxyInDialog;
    }

    /** Whether the first REGISTER carries credentials before anybody has asked for them. */
    public boolean initialAuth() {
        return values.initialAuth;
    }

    /** The period of a subscription to one's own registration (RFC 3680); 0 = none. */
    public int subscribeRegistrationSeconds() {
        return values.subscribeRegistrationSeconds;
    }

    /** What keeps the line from moving too early and too often. */
    public Steadiness steadiness() {
        return values.steadiness;
    }

    /** Numbers whose calls wait for nothing: see {@link CallPlan#isEmergency}. */
    public Set<String> emergencyNumbers() {
        return values.emergencyNumbers;
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
        private final LineValues values;

        private Draft(LineValues values) {
            this.values = values;
        }

        public Draft enabled(boolean value) {
            values.enabled = value;
            return this;
        }

        public Draft label(String value) {
            values.label = Objects.requireNonNull(value);
            return this;
        }

        public Draft displayName(String value) {
            values.displayName = Objects.requireNonNull(value);
            return this;
        }

        public Draft user(String value) {
            values.user = Objects.requireNonNull(value);
            return this;
        }

        public Draft authUser(String value) {
            values.authUser = Objects.requireNonNull(value);
            return this;
        }

        public Draft password(Secret value) {
            values.password = Objects.requireNonNull(value);
            return this;
        }

        public Draft domain(String value) {
            values.domain = Objects.requireNonNull(value);
            return this;
        }

        public Draft localPort(PortRange value) {
            values.localPort = Objects.requireNonNull(value);
            return this;
        }

        public Draft servers(List<Server> value) {
            values.servers = List.copyOf(value);
            return this;
        }

        public Draft outboundProxies(List<Server> value) {
            values.outboundProxies = List.copyOf(value);
            return this;
        }

        public Draft redundancy(Redundancy value) {
            values.redundancy = Objects.requireNonNull(value);
            return this;
        }

        public Draft heartbeat(Optional<Heartbeat> value) {
            values.heartbeat = Objects.requireNonNull(value);
            return this;
        }

        public Draft keepalive(Keepalive value) {
            values.keepalive = Objects.requireNonNull(value);
            return this;
        }

        public Draft timers(Timers value) {
            values.timers = Objects.requireNonNull(value);
            return this;
        }

        public Draft retrySeconds(int value) {
            values.retrySeconds = value;
            return this;
        }

        public Draft surgeSpreadSeconds(int value) {
            values.surgeSpreadSeconds = value;
            return this;
        }

        public Draft refresh(RefreshWindow value) {
            values.refresh = Objects.requireNonNull(value);
            return this;
        }

        public Draft unavailableCodes(Set<Integer> value) {
            values.unavailableCodes = Set.copyOf(value);
            return this;
        }

        public Draft dns(DnsRules value) {
            values.dns = Objects.requireNonNull(value);
            return this;
        }

        public Draft session(SessionTimer value) {
            values.session = Objects.requireNonNull(value);
            return this;
        }

        public Draft unregisterOnExit(boolean value) {
            values.unregisterOnExit = value;
            return this;
        }

        public Draft profile(Profile value) {
            values.profile = Objects.requireNonNull(value);
            return this;
        }

        public Draft dhcpOption120(boolean value) {
            values.dhcpOption120 = value;
            return this;
        }

        public Draft rport(boolean value) {
            values.rport = value;
            return this;
        }

        public Draft proxyInDialog(boolean value) {
            values.proxyInDialog = value;
            return this;
        }

        public Draft initialAuth(boolean value) {
            values.initialAuth = value;
            return this;
        }

        public Draft subscribeRegistrationSeconds(int value) {
            values.subscribeRegistrationSeconds = value;
            return this;
        }

        public Draft steadiness(Steadiness value) {
            values.steadiness = Objects.requireNonNull(value);
            return this;
        }

        public Draft emergencyNumbers(Set<String> value) {
            values.emergencyNumbers = Set.copyOf(value);
            return this;
        }
    }
}
