// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.DnsRules.Cache;
import org.linekeeper.api.line.DnsRules.NaptrBuild;
import org.linekeeper.api.line.DnsRules.SrvOrder;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.PortRange;
import org.linekeeper.api.line.Profile;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Redundancy.Probe;
import org.linekeeper.api.line.Redundancy.Scheme;
import org.linekeeper.api.line.RefreshWindow;
import org.linekeeper.api.line.Secret;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.SessionTimer;
import org.linekeeper.api.line.Steadiness;
import org.linekeeper.api.line.Timers;

/** JSON tree to line. */
final class LineReader {
    static final int MAX_LINE = 1000;

    /** The longest delay in seconds: what fits where the line model has an int. */
    static final int MAX_SECONDS = Integer.MAX_VALUE;

    private static final int MAX_SERVERS = 64;
    private static final int MAX_CODES = 400;
    private static final int MAX_NUMBERS = 20;

    private LineReader() {}

    static LineConfig line(Fields json, LineConfig onto, Fresh fresh) throws BadLine {
        int number = json.number("line", 1, MAX_LINE, onto.line());
        if (number != onto.line()) {
            throw new BadLine("line", "is " + number + ", but this is line " + onto.line() + ".");
        }
        boolean enabled = json.flag("enabled", onto.enabled());
        String label = json.text("label", onto.label());
        String displayName = json.text("display_name", onto.displayName());
        String user = json.text("user", onto.user());
        String authUser = json.text("auth_user", onto.authUser());
        Secret password = Secret.of(json.text("password", onto.password().reveal()));
        String domain = json.host("domain", onto.domain());
        PortRange localPort = localPort(json, onto.localPort());
        List<Server> servers = servers(json, "servers", onto.servers(), fresh);
        List<Server> proxies = servers(json, "outbound_proxies", onto.outboundProxies(), fresh);
        Redundancy redundancy = redundancy(json, onto.redundancy());
        Optional<Heartbeat> heartbeat = heartbeat(json, onto.heartbeat(), fresh);
        Keepalive keepalive = keepalive(json, onto.keepalive());
        Timers timers = timers(json, onto.timers());
        int retrySeconds = json.number("retry_s", 1, MAX_SECONDS, onto.retrySeconds());
        int surgeSeconds = json.number("surge_spread_s", 0, MAX_SECONDS, onto.surgeSpreadSeconds());
        RefreshWindow refresh = refresh(json, onto.refresh());
        Set<Integer> codes = codes(json, onto.unavailableCodes());
        DnsRules dns = dns(json, onto.dns());
        SessionTimer session = session(json, onto.session());
        boolean unregister = json.flag("unregister_on_exit", onto.unregisterOnExit());
        Profile profile = profile(json, onto.profile());
        boolean byDhcp = json.flag("dhcp_option_120", onto.dhcpOption120());
        if (!byDhcp) {
            haveAddresses("servers", servers);
        }
        haveAddresses("outbound_proxies", proxies);
        boolean rport = json.flag("rport", onto.rport());
        boolean proxyInDialog = json.flag("proxy_in_dialog", onto.proxyInDialog());
        boolean initialAuth = json.flag("initial_auth", onto.initialAuth());
        int ownSeconds =
                json.number(
                        "subscribe_registration_s",
                        0,
                        MAX_SECONDS,
                        onto.subscribeRegistrationSeconds());
        Steadiness steadiness = steadiness(json, onto.steadiness());
        Set<String> numbers = emergencyNumbers(json, onto.emergencyNumbers());
        json.noOthers();
        return onto.with(
                draft ->
                        draft.enabled(enabled)
                                .label(label)
                                .displayName(displayName)
                                .user(user)
                                .authUser(authUser)
                                .password(password)
                                .domain(domain)
                                .localPort(localPort)
                                .servers(servers)
                                .outboundProxies(proxies)
                                .redundancy(redundancy)
                                .heartbeat(heartbeat)
                                .keepalive(keepalive)
                                .timers(timers)
                                .retrySeconds(retrySeconds)
                                .surgeSpreadSeconds(surgeSeconds)
                                .refresh(refresh)
                                .unavailableCodes(codes)
                                .dns(dns)
                                .session(session)
                                .unregisterOnExit(unregister)
                                .profile(profile)
                                .dhcpOption120(byDhcp)
                                .rport(rport)
                                .proxyInDialog(proxyInDialog)
                                .initialAuth(initialAuth)
                                .subscribeRegistrationSeconds(ownSeconds)
                                .steadiness(steadiness)
                                .emergencyNumbers(numbers));
    }

    private static PortRange localPort(Fields line, PortRange onto) throws BadLine {
        Optional<Fields> found = line.inner("local_port");
        if (found.isEmpty()) {
            return onto;
        }
        Fields json = found.get();
        int min = json.number("min", 0, 65535, onto.min());
        int max = json.number("max", min, 65535, Math.max(min, onto.max()));
        json.noOthers();
        return new PortRange(min, max);
    }

    private static List<Server> servers(Fields line, String name, List<Server> onto, Fresh fresh)
            throws BadLine {
        if (!line.has(name)) {
            return onto;
        }
        JsonArray array = line.array(name, MAX_SERVERS);
        List<Server> servers = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            Fields json = Fields.asObject(name + "[" + i + "]", array.get(i));
            servers.add(ServerReader.server(json, i < onto.size() ? onto.get(i) : fresh.server()));
        }
        return servers;
    }

    /** Only DHCP can make up for one that is missing. */
    private static void haveAddresses(String name, List<Server> servers) throws BadLine {
        for (int i = 0; i < servers.size(); i++) {
            if (servers.get(i).address().isEmpty()) {
                throw new BadLine(name + "[" + i + "].address", "is missing.");
            }
        }
    }

    private static Redundancy redundancy(Fields line, Redundancy onto) throws BadLine {
        Optional<Fields> found = line.inner("redundancy");
        if (found.isEmpty()) {
            return onto;
        }
        Fields json = found.get();
        Redundancy read =
                new Redundancy(
                        json.word("registration", Scheme.class, onto.registration()),
                        json.word("probe", Probe.class, onto.probe()),
                        json.number(
                                "probe_interval_s", 1L, MAX_SECONDS, onto.probeIntervalSeconds()),
                        json.number("return_delay_s", 0L, MAX_SECONDS, onto.returnDelaySeconds()),
                        json.flag("idle_only", onto.idleOnly()),
                        json.flag("remove_old_binding", onto.removeOldBinding()));
        json.noOthers();
        return read;
    }

    private static Optional<Heartbeat> heartbeat(Fields line, Optional<Heartbeat> onto, Fresh fresh)
            throws BadLine {
        if (line.isNull("heartbeat")) {
            return Optional.empty();
        }
        Optional<Fields> found = line.inner("heartbeat");
        if (found.isEmpty()) {
            return onto;
        }
        Fields json = found.get();
        Heartbeat base = onto.orElse(fresh.heartbeat());
        Heartbeat read =
                new Heartbeat(
                        json.number("interval_s", 1, MAX_SECONDS, base.intervalSeconds()),
                        json.number("max_failures", 0, 1000, base.maxFailures()));
        json.noOthers();
        return Optional.of(read);
    }

    private static Keepalive keepalive(Fields line, Keepalive onto) throws BadLine {
        Optional<Fields> found = line.inner("keepalive");
        if (found.isEmpty()) {
            return onto;
        }
        Fields json = found.get();
        Keepalive read =
                new Keepalive(
                        json.word("kind", Keepalive.Kind.class, onto.kind()),
                        json.number("interval_s", 1, MAX_SECONDS, onto.intervalSeconds()),
                        json.number("sends", 1, ServerReader.MAX_SENDS, onto.sends()));
        json.noOthers();
        return read;
    }

    private static Timers timers(Fields line, Timers onto) throws BadLine {
        Optional<Fields> found = line.inner("timers_ms");
        if (found.isEmpty()) {
            return onto;
        }
        Fields json = found.get();
        long t1 = json.number("t1", 1L, 60_000L, onto.t1Ms());
        long t2 = json.number("t2", t1, 600_000L, Math.max(t1, onto.t2Ms()));
        long t4 = json.number("t4", t1, 600_000L, Math.max(t1, onto.t4Ms()));
        json.noOthers();
        return new Timers(t1, t2, t4);
    }

    private static RefreshWindow refresh(Fields line, RefreshWindow onto) throws BadLine {
        if (!line.has("refresh_percent")) {
            return onto;
        }
        JsonArray pair = line.array("refresh_percent", 2);
        if (pair.size() != 2) {
            throw new BadLine("refresh_percent", "is not two numbers.");
        }
        int from = (int) Fields.number("refresh_percent[0]", pair.get(0), 1, 99);
        int to = (int) Fields.number("refresh_percent[1]", pair.get(1), from, 99);
        return new RefreshWindow(from, to);
    }

    private static Set<Integer> codes(Fields line, Set<Integer> onto) throws BadLine {
        if (!line.has("unavailable_codes")) {
            return onto;
        }
        JsonArray array = line.array("unavailable_codes", MAX_CODES);
        Set<Integer> codes = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            String path = "unavailable_codes[" + i + "]";
            codes.add((int) Fields.number(path, array.get(i), 300, 699));
        }
        return codes;
    }

    private static DnsRules dns(Fields line, DnsRules onto) throws BadLine {
        Optional<Fields> found = line.inner("dns");
        if (found.isEmpty()) {
            return onto;
        }
        Fields json = found.get();
        DnsRules read =
                new DnsRules(
                        json.word("cache", Cache.class, onto.cache()),
                        json.flag("static_first", onto.staticFirst()),
                        json.word("naptr_build", NaptrBuild.class, onto.naptrBuild()),
                        json.word("srv_order", SrvOrder.class, onto.srvOrder()),
                        StaticRecords.read(json, "statics", onto.statics()));
        json.noOthers();
        return read;
    }

    private static SessionTimer session(Fields line, SessionTimer onto) throws BadLine {
        Optional<Fields> found = line.inner("session");
        if (found.isEmpty()) {
            return onto;
        }
        Fields json = found.get();
        SessionTimer read =
                new SessionTimer(
                        json.number("expires_s", 0, MAX_SECONDS, onto.expiresSeconds()),
                        json.number("min_se_s", 90, MAX_SECONDS, onto.minSeconds()),
                        json.word("refresher", SessionTimer.Refresher.class, onto.refresher()));
        json.noOthers();
        return read;
    }

    private static Profile profile(Fields line, Profile onto) throws BadLine {
        Optional<Fields> found = line.inner("profile");
        if (found.isEmpty()) {
            return onto;
        }
        Fields json = found.get();
        Profile read =
                new Profile(
                        json.flag("probe_whole_time", onto.probeWholeTime()),
                        json.flag("last_whole_time", onto.lastWholeTime()),
                        json.flag("trusted_peers_only", onto.trustedPeersOnly()),
                        json.number("call_limit", 1, 1000, onto.callLimit()),
                        json.flag("stays_at_target", onto.staysAtTarget()),
                        json.flag("try_healthy_first", onto.tryHealthyFirst()));
        json.noOthers();
        return read;
    }

    private static Steadiness steadiness(Fields line, Steadiness onto) throws BadLine {
        Optional<Fields> found = line.inner("steadiness");
        if (found.isEmpty()) {
            return onto;
        }
        Fields json = found.get();
        boolean remembers = json.flag("health_memory", onto.healthMemory());
        int successes = json.number("successes", 1, 1000, onto.successes());
        long least = json.number("hold_down_s", 0L, MAX_SECONDS, onto.holdDownSeconds());
        long most =
                json.number(
                        "most_hold_down_s",
                        least,
                        MAX_SECONDS,
                        Math.max(least, onto.mostHoldDownSeconds()));
        int confirm = json.number("confirm_s", 0, MAX_SECONDS, onto.confirmSeconds());
        json.noOthers();
        return new Steadiness(remembers, successes, least, most, confirm);
    }

    private static Set<String> emergencyNumbers(Fields line, Set<String> onto) throws BadLine {
        if (!line.has("emergency_numbers")) {
            return onto;
        }
        JsonArray array = line.array("emergency_numbers", MAX_NUMBERS);
        Set<String> numbers = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            String path = "emergency_numbers[" + i + "]";
            boolean text = array.get(i) instanceof JsonPrimitive value && value.isString();
            if (!text || !array.get(i).getAsString().matches("[0-9*#+]{1,32}")) {
                throw new BadLine(path, "is no text of up to 32 digits.");
            }
            numbers.add(array.get(i).getAsString());
        }
        return numbers;
    }
}
