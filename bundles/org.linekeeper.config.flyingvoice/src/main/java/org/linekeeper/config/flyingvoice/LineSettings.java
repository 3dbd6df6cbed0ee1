// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.flyingvoice;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.linekeeper.api.config.Finding;
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
import org.linekeeper.api.line.SessionTimer;
import org.linekeeper.config.kit.CheckedSettings;
import org.linekeeper.config.kit.Settings;

/** One line's settings as a {@link LineConfig}. */
final class LineSettings {
    private static final int DAY = 86_400;
    private static final int FOREVER = Integer.MAX_VALUE;
    private static final int DEFAULT_PERIOD = 1800;
    private static final int OPTIONS_SECONDS = 14;

    /** RFC 3680 section 4.3. */
    private static final int DEFAULT_SUBSCRIPTION = 3761;

    /** RFC 4028 section 5: no shorter session. */
    private static final int LEAST_SESSION = 90;

    private static final Set<Integer> UNAVAILABLE = Set.of(500, 503);

    /** V5. */
    private static final RefreshWindow HALF = new RefreshWindow(50, 50);

    /** What makes a line more than an empty slot; the first of them is warned of. */
    private static final List<Key> FILLED_IN =
            List.of(
                    Key.PHONE_NUMBER,
                    Key.ACCOUNT,
                    Key.OUTBOUND_SERVER,
                    Key.BACKUP_SERVER,
                    Key.PROXY_SERVER);

    private final Settings<Key> settings;
    private final CheckedSettings<Key> values;
    private final Choices choices;
    private final Options options;

    LineSettings(Settings<Key> settings, Options options, Consumer<Finding> warnings) {
        this.settings = settings;
        this.values = new CheckedSettings<>(settings, warnings);
        this.choices = new Choices(values);
        this.options = options;
    }

    /** A place for a line that nobody filled in. */
    boolean isEmptySlot() {
        return FILLED_IN.stream().noneMatch(settings::has);
    }

    LineConfig read(int number) {
        String phoneNumber = values.text(Key.PHONE_NUMBER);
        String account = values.text(Key.ACCOUNT);
        String user = phoneNumber.isEmpty() ? account : phoneNumber;
        String displayName = values.text(Key.DISPLAY_NAME);
        Secret password = values.secret(Key.PASSWORD);
        int written = values.number(Key.REFRESH_INTERVAL, 0, DAY, DEFAULT_PERIOD);
        int period = written == 0 ? DEFAULT_PERIOD : written;
        boolean byDhcp = choices.flag(Key.DHCP_OPTION_120, false);
        Servers servers = Servers.of(values, choices, period, byDhcp);
        boolean enabled = enabled(user, servers);
        int detectSeconds = values.number(Key.DETECT_INTERVAL, 0, DAY, 0);
        int failures = options.tolerated(values.number(Key.MAX_FAIL_COUNT, 0, 100, 3));
        Optional<Heartbeat> heartbeat =
                detectSeconds == 0
                        ? Optional.empty()
                        : Optional.of(new Heartbeat(detectSeconds, failures));
        Redundancy redundancy = redundancy(detectSeconds, period);
        Keepalive keepalive = keepalive(heartbeat.isPresent());
        PortRange localPort = localPort();
        SessionTimer session = session();
        boolean rport = choices.flag(Key.RPORT, true);
        boolean proxyInDialog = choices.flag(Key.PROXY_IN_DIALOG, false);
        boolean initialAuth = choices.flag(Key.INITIAL_AUTH, false);
        int subscription = subscriptionSeconds();
        Profile habits = habits();
        return LineConfig.line(number)
                .with(
                        draft ->
                                draft.enabled(enabled)
                                        .displayName(displayName)
                                        .user(user)
                                        .authUser(account)
                                        .password(password)
                                        .domain(servers.domain())
                                        .localPort(localPort)
                                        .servers(servers.all())
                                        .redundancy(redundancy)
                                        .heartbeat(heartbeat)
                                        .keepalive(keepalive)
                                        .refresh(HALF)
                                        .unavailableCodes(UNAVAILABLE)
                                        .session(session)
                                        .profile(habits)
                                        .dhcpOption120(byDhcp)
                                        .rport(rport)
                                        .proxyInDialog(proxyInDialog)
                                        .initialAuth(initialAuth)
                                        .subscribeRegistrationSeconds(subscription));
    }

    /** A line that lacks a user, or a server and the hope of one, cannot serve. */
    private boolean enabled(String user, Servers servers) {
        if (!user.isEmpty() && !servers.all().isEmpty()) {
            return true;
        }
        String missing = servers.all().isEmpty() ? "server" : "user";
        FILLED_IN.stream()
                .filter(values::has)
                .findFirst()
                .ifPresent(
                        key ->
                                values.warn(
                                        key,
                                        "cannot put the line in service: it has no " + missing,
                                        ""));
        return false;
    }

    /**
     * Without a heartbeat the probe is a REGISTER: at each refresh, or after the delay if the
     * primary is not preferred.
     */
    private Redundancy redundancy(int detectSeconds, int period) {
        boolean prefers = choices.flag(Key.PREFER_PRIMARY, false);
        int written = values.number(Key.RETURN_DELAY, 0, FOREVER, 43_200);
        int delay = prefers ? 0 : written;
        int interval = delay == 0 ? Math.max(1, period / 2) : delay;
        return new Redundancy(
                Scheme.SUCCESSIVE,
                detectSeconds == 0 ? Probe.REGISTER : Probe.OPTIONS,
                detectSeconds == 0 ? interval : detectSeconds,
                delay,
                false,
                choices.flag(Key.REMOVE_LAST, true));
    }

    /** Never two streams of OPTIONS: the heartbeat goes before the other one. */
    private Keepalive keepalive(boolean hasHeartbeat) {
        boolean options = choices.flag(Key.SIP_OPTIONS, false);
        int interval = values.number(Key.NAT_INTERVAL, 10, 60, 15);
        return options && !hasHeartbeat
                ? new Keepalive(Keepalive.Kind.OPTIONS, OPTIONS_SECONDS, OptionalInt.empty())
                : new Keepalive(Keepalive.Kind.CRLF, interval, OptionalInt.empty());
    }

    private PortRange localPort() {
        boolean random = choices.flag(Key.RANDOM_PORT, true);
        int min = values.number(Key.MIN_RANDOM_PORT, 1, 65535, 50_000);
        int max = values.number(Key.MAX_RANDOM_PORT, min, 65535, Math.max(min, 60_000));
        int port = values.number(Key.LOCAL_PORT, 0, 65535, 5060);
        return random ? new PortRange(min, max) : PortRange.only(port == 0 ? 5060 : port);
    }

    private SessionTimer session() {
        int least = Math.max(LEAST_SESSION, values.number(Key.MIN_SESSION, 0, DAY, LEAST_SESSION));
        int refresh = values.number(Key.SESSION_REFRESH, 0, DAY, 0);
        return new SessionTimer(
                refresh == 0 ? 0 : Math.max(refresh, least), least, choices.refresher());
    }

    private int subscriptionSeconds() {
        boolean subscribes = choices.flag(Key.SUBSCRIBE_REGISTER, false);
        int written = values.number(Key.SUBSCRIBE_TIME, 0, DAY, 0);
        int seconds = written == 0 ? DEFAULT_SUBSCRIPTION : written;
        return subscribes ? seconds : 0;
    }

    /** No time-out is ever lengthened (V6), and a line stays at a target that answers. */
    private Profile habits() {
        boolean fromServerOnly = choices.flag(Key.FROM_SERVER_ONLY, false);
        return new Profile(false, false, fromServerOnly, 2, true, false);
    }
}
