// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Profile;
import org.linekeeper.api.line.Secret;
import org.linekeeper.api.line.SessionTimer;
import org.linekeeper.api.line.StaticRecord;
import org.linekeeper.api.line.Timers;
import org.linekeeper.config.kit.CheckedSettings;
import org.linekeeper.config.kit.Setting;
import org.linekeeper.config.kit.Settings;

/** One account's settings as a {@link LineConfig}. */
final class LineSettings {
    private static final int FOREVER = Integer.MAX_VALUE;
    private static final Set<Integer> UNAVAILABLE = Set.of(503);

    /** RFC 4028 section 5: no shorter session. */
    private static final int LEAST_SESSION_SECONDS = 90;

    private static final String DOMAIN = Names.USER_NAME + "@";

    private final Settings<String> settings;
    private final CheckedSettings<String> values;
    private final Phone phone;

    /**
     * What holds for all lines.
     *
     * @param statics records of names
     * @param surgeSeconds over which the first registration is spread
     */
    record Phone(List<StaticRecord> statics, int surgeSeconds, Options options) {
        static Phone of(CheckedSettings<String> values, Options options) {
            int surge = values.number(Names.SURGE_PREVENTION, 0, 3600, 0);
            return new Phone(new StaticCache(values).records(), surge, options);
        }
    }

    LineSettings(Settings<String> settings, Phone phone, Consumer<Finding> warnings) {
        this.settings = settings;
        this.values = new CheckedSettings<>(settings, warnings);
        this.phone = phone;
    }

    /** A place for an account that nobody filled in: files have one for each of the phone. */
    boolean isEmptySlot() {
        return !values.flag(Names.ENABLE, false)
                && Stream.of(
                                Names.USER_NAME,
                                Names.AUTH_NAME,
                                Names.ofServer(1, Names.ADDRESS),
                                Names.ofServer(2, Names.ADDRESS))
                        .noneMatch(settings::has);
    }

    LineConfig read(int number) {
        String user = userWithoutDomain();
        String domain = values.host(DOMAIN);
        String authUser = values.text(Names.AUTH_NAME);
        String label = values.text(Names.LABEL);
        String displayName = values.text(Names.DISPLAY_NAME);
        Secret password = values.secret(Names.PASSWORD);
        Layers layers = Layers.of(values);
        boolean enabled = enabled(number, user, layers);
        Keepalive keepalive = keepalive();
        Timers timers = timers();
        // 0 is "at once", and a second is as near to that as is fair to a server.
        int retry = Math.max(1, values.number(Names.RETRY_INTERVAL, 0, 86400, 30));
        DnsRules dns = dns();
        SessionTimer session = session();
        boolean unregister = values.flag(Names.UNREGISTER, false);
        // Nothing here has such a habit; a wrong value is told all the same.
        values.flag(Names.REREGISTER, false);
        return LineConfig.line(number)
                .with(
                        draft ->
                                draft.enabled(enabled)
                                        .label(label)
                                        .displayName(displayName)
                                        .user(user)
                                        .authUser(authUser)
                                        .password(password)
                                        .domain(domain)
                                        .servers(layers.servers())
                                        .outboundProxies(layers.proxies())
                                        .redundancy(layers.redundancy())
                                        .keepalive(keepalive)
                                        .timers(timers)
                                        .retrySeconds(retry)
                                        .surgeSpreadSeconds(phone.surgeSeconds())
                                        .unavailableCodes(UNAVAILABLE)
                                        .dns(dns)
                                        .session(session)
                                        .unregisterOnExit(unregister)
                                        .profile(habits()));
    }

    /** Only the last target of the last server gets the whole time; a probe its count. */
    private Profile habits() {
        return new Profile(false, true, false, 2, false, phone.options().tryHealthyFirst());
    }

    /** What stands behind an @ is the domain, and is checked as one under a name of its own. */
    private String userWithoutDomain() {
        String user = values.text(Names.USER_NAME);
        int at = user.lastIndexOf('@');
        if (at < 0) {
            return user;
        }
        Setting whole = settings.find(Names.USER_NAME).orElseThrow();
        String domain = user.substring(at + 1);
        settings.add(DOMAIN, new Setting(whole.key(), domain, whole.file(), whole.at()));
        return user.substring(0, at);
    }

    private boolean enabled(int number, String user, Layers layers) {
        if (!values.flag(Names.ENABLE, false)) {
            return false;
        }
        int accounts = phone.options().accounts().orElse(Names.MAX_ACCOUNT);
        List<String> reasons = new ArrayList<>();
        if (number > accounts) {
            reasons.add("this model has " + accounts + (accounts == 1 ? " account" : " accounts"));
        }
        if (layers.servers().isEmpty()) {
            reasons.add("it has no server");
        }
        if (user.isEmpty()) {
            reasons.add("it has no user");
        }
        if (!reasons.isEmpty()) {
            String sentence = "cannot put the line in service: " + String.join(", ", reasons);
            values.warn(Names.ENABLE, sentence, "0");
        }
        return reasons.isEmpty();
    }

    private Keepalive keepalive() {
        int kind = values.number(Names.KEEPALIVE, 0, 3, 1);
        int interval = values.number(Names.KEEPALIVE_TIME, 1, FOREVER, 30);
        Keepalive.Kind sent =
                switch (kind) {
                    case 0 -> Keepalive.Kind.NONE;
                    case 2 -> Keepalive.Kind.OPTIONS;
                    default -> Keepalive.Kind.CRLF;
                };
        return new Keepalive(sent, interval, OptionalInt.empty());
    }

    private Timers timers() {
        long t1 = values.millisOfSeconds(Names.TIMER_T1, 10, 10_000, 500);
        long t2 = values.millisOfSeconds(Names.TIMER_T2, t1, 60_000, Math.max(t1, 4000));
        long t4 = values.millisOfSeconds(Names.TIMER_T4, t1, 60_000, Math.max(t1, 5000));
        return new Timers(t1, t2, t4);
    }

    private DnsRules dns() {
        DnsRules.Cache cache =
                switch (values.number(Names.DNS_CACHE, 0, 2, 1)) {
                    case 0 -> DnsRules.Cache.OFF;
                    case 2 -> DnsRules.Cache.ADDITIONAL;
                    default -> DnsRules.Cache.ON;
                };
        boolean all = values.flag(Names.NAPTR_BUILD, false);
        return new DnsRules(
                cache,
                values.flag(Names.STATIC_FIRST, false),
                all ? DnsRules.NaptrBuild.ALL : DnsRules.NaptrBuild.UDP,
                DnsRules.SrvOrder.WEIGHT_DESCENDING,
                phone.statics());
    }

    private SessionTimer session() {
        boolean on = values.flag(Names.SESSION, false);
        int expires = values.number(Names.SESSION_EXPIRES, 30, 7200, 1800);
        boolean peer = values.flag(Names.SESSION_REFRESHER, false);
        return new SessionTimer(
                on ? Math.max(expires, LEAST_SESSION_SECONDS) : 0,
                LEAST_SESSION_SECONDS,
                peer ? SessionTimer.Refresher.UAS : SessionTimer.Refresher.UAC);
    }
}
