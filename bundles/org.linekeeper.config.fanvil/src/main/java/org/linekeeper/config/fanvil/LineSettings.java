// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.line.DnsRules;
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
import org.linekeeper.api.line.Timers;
import org.linekeeper.config.kit.CheckedSettings;
import org.linekeeper.config.kit.Settings;

/** One line's settings as a {@link LineConfig}. */
final class LineSettings {
    private static final int FOREVER = Integer.MAX_VALUE;
    private static final Set<Integer> UNAVAILABLE = Set.of(500, 503);

    /**
     * F7: the probe is retransmitted for 64 × T1. F6: so is the last server's request. A line stays
     * at a server's target that answers until the probe brings it back.
     */
    private static final Profile HABITS = new Profile(true, true, false, 2, true, false);

    private static final List<Key> UNPUBLISHED =
            List.of(
                    Key.BACKUP_MODE,
                    Key.SIGNAL_FAILBACK,
                    Key.UNAVAILABLE_MODE,
                    Key.TCP_USE_RETRY_TIMER);

    private final Settings<Key> settings;
    private final CheckedSettings<Key> values;
    private final Phone phone;
    private final Options options;

    /**
     * What holds for all lines that do not say otherwise.
     *
     * @param localPort for SIP
     * @param retrySeconds from a failed registration to the next try
     */
    record Phone(int localPort, int retrySeconds) {
        static Phone of(CheckedSettings<Key> values) {
            int port = values.number(Key.SIGNAL_PORT, 0, 65535, 5060);
            return new Phone(
                    port == 0 ? 5060 : port, values.number(Key.REG_FAIL_INTERVAL, 1, 86400, 32));
        }
    }

    /** What the digest takes. */
    private record Account(String user, Secret password) {}

    LineSettings(Settings<Key> settings, Phone phone, Options options, Consumer<Finding> warnings) {
        this.settings = settings;
        this.values = new CheckedSettings<>(settings, warnings);
        this.phone = phone;
        this.options = options;
    }

    /** A place for a line that nobody filled in: exports have one for each line of the phone. */
    boolean isEmptySlot() {
        return !settings.has(Key.PHONE_NUMBER)
                && !settings.has(Key.REGISTER_USER)
                && !settings.has(Key.REGISTER_ADDR)
                && !settings.has(Key.BACKUP_ADDR);
    }

    LineConfig read(int number) {
        String phoneNumber = values.text(Key.PHONE_NUMBER);
        String registerUser = values.text(Key.REGISTER_USER);
        String user = phoneNumber.isEmpty() ? registerUser : phoneNumber;
        String label = values.text(Key.SIP_NAME);
        String displayName = values.text(Key.DISPLAY_NAME);
        Secret ownPassword = values.secret(Key.REGISTER_PSWD);
        String domain = values.host(Key.LOCAL_DOMAIN);
        Layers layers = Layers.of(settings, values, options);
        Account account = account(registerUser, ownPassword, layers);
        boolean enabled = enabled(user, layers.servers());
        int port = values.number(Key.SIGNAL_PORT, 0, 65535, phone.localPort());
        Redundancy redundancy = redundancy();
        Keepalive keepalive = keepalive();
        Timers timers = timers();
        int retry = values.number(Key.REG_FAIL_INTERVAL, 1, 86400, phone.retrySeconds());
        UNPUBLISHED.forEach(key -> warnUnlessZero(values, key));
        return LineConfig.line(number)
                .with(
                        draft ->
                                draft.enabled(enabled)
                                        .label(label)
                                        .displayName(displayName)
                                        .user(user)
                                        .authUser(account.user())
                                        .password(account.password())
                                        .domain(domain)
                                        .localPort(
                                                PortRange.only(
                                                        port == 0 ? phone.localPort() : port))
                                        .servers(layers.servers())
                                        .outboundProxies(layers.proxies())
                                        .redundancy(redundancy)
                                        .heartbeat(Optional.empty())
                                        .keepalive(keepalive)
                                        .timers(timers)
                                        .retrySeconds(retry)
                                        .refresh(RefreshWindow.STANDARD)
                                        .unavailableCodes(UNAVAILABLE)
                                        .dns(DnsRules.STANDARD)
                                        .session(SessionTimer.OFF)
                                        .unregisterOnExit(true)
                                        .profile(HABITS));
    }

    /** Warns of a setting of which nothing is known but that phones write 0. */
    static void warnUnlessZero(CheckedSettings<Key> values, Key key) {
        if (!values.text(key).matches("0*")) {
            values.warn(key, "has no published meaning but with 0", "0");
        }
    }

    /** A line has one user and password for every challenge: its own or else its proxy's. */
    private Account account(String user, Secret password, Layers layers) {
        String proxyUser = values.text(Key.PROXY_USER);
        Secret proxyPassword = values.secret(Key.PROXY_PSWD);
        if (password.isEmpty() && !proxyPassword.isEmpty()) {
            return new Account(proxyUser.isEmpty() ? user : proxyUser, proxyPassword);
        }
        if (!layers.proxies().isEmpty() && !proxyUser.isEmpty() && !proxyUser.equals(user)) {
            values.warn(
                    Key.PROXY_USER, "is not used beside the line's own user and password", user);
        }
        return new Account(user, password);
    }

    /** A line that lacks a user or a server cannot serve, whatever Enable Reg says. */
    private boolean enabled(String user, List<Server> servers) {
        if (!values.flag(Key.ENABLE_REG, true)) {
            return false;
        }
        if (!user.isEmpty() && !servers.isEmpty()) {
            return true;
        }
        String missing = servers.isEmpty() ? "server" : "user";
        Stream.of(
                        Key.ENABLE_REG,
                        Key.PHONE_NUMBER,
                        Key.REGISTER_USER,
                        Key.REGISTER_ADDR,
                        Key.BACKUP_ADDR)
                .filter(values::has)
                .findFirst()
                .ifPresent(
                        key ->
                                values.warn(
                                        key,
                                        "cannot put the line in service: it has no " + missing,
                                        key == Key.ENABLE_REG ? "0" : ""));
        return false;
    }

    private Redundancy redundancy() {
        boolean probes = values.flag(Key.ENABLE_FAILBACK, true);
        int interval = values.number(Key.FAILBACK_INTERVAL, 10, FOREVER, 1800);
        return new Redundancy(
                Scheme.SUCCESSIVE, probes ? Probe.REGISTER : Probe.NONE, interval, 0, false, true);
    }

    private Keepalive keepalive() {
        int kind = values.number(Key.NAT_UDP_UPDATE, 0, 2, 0);
        int interval = values.number(Key.UDP_UPDATE_TTL, 10, 3600, 30);
        int tries = values.number(Key.UDP_UPDATE_TRY_TIMES, 1, 20, 3);
        return switch (kind) {
            case 1 -> new Keepalive(Keepalive.Kind.CRLF, interval, OptionalInt.empty());
            case 2 -> new Keepalive(Keepalive.Kind.OPTIONS, interval, OptionalInt.of(tries));
            default -> new Keepalive(Keepalive.Kind.NONE, interval, OptionalInt.empty());
        };
    }

    private Timers timers() {
        int t1 = values.number(Key.SESSION_TIMER_T1, 10, 10_000, 500);
        int t2 = values.number(Key.SESSION_TIMER_T2, t1, 60_000, Math.max(t1, 4000));
        int t4 = values.number(Key.SESSION_TIMER_T4, t1, 60_000, Math.max(t1, 5000));
        return new Timers(t1, t2, t4);
    }
}
