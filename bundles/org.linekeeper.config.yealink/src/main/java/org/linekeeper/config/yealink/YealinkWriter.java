// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import static org.linekeeper.config.kit.WrittenLines.flag;
import static org.linekeeper.config.kit.WrittenLines.within;

import java.math.BigDecimal;
import java.util.List;
import org.linekeeper.api.config.ConfigWriter;
import org.linekeeper.api.config.Writing;
import org.linekeeper.api.line.DnsRules.NaptrBuild;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Redundancy.Scheme;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.SessionTimer.Refresher;
import org.linekeeper.api.line.StaticRecord;
import org.linekeeper.config.kit.WrittenLines;
import org.osgi.service.component.annotations.Component;

/** Writes {@code account.N.…} with every setting that says something of a line. */
@Component
public final class YealinkWriter implements ConfigWriter {
    private static final int FOREVER = Integer.MAX_VALUE;

    @Override
    public String vendor() {
        return "yealink";
    }

    @Override
    public Writing write(
            List<LineConfig> lines, List<StaticRecord> staticDns, boolean withSecrets) {
        WrittenLines text = new WrittenLines(withSecrets);
        text.add(CfgForm.HEADER + "1.0.0.1");
        Keys phone = new Keys(text, "");
        int surge = lines.stream().mapToInt(LineConfig::surgeSpreadSeconds).max().orElse(0);
        phone.put(Names.SURGE_PREVENTION, within(0, 3600, surge));
        StaticCache.write(staticDns, phone);
        for (LineConfig line : lines) {
            text.add("");
            Keys account = new Keys(text, "account." + line.line() + ".");
            account(account, line, text.password(line));
            servers(account, line);
            times(account, line);
            rules(account, line);
        }
        return text.writing();
    }

    private static void account(Keys file, LineConfig line, String password) {
        String domain = line.domain().isEmpty() ? "" : "@" + line.domain();
        file.put(Names.ENABLE, flag(line.enabled()))
                .put(Names.LABEL, line.label())
                .put(Names.DISPLAY_NAME, line.displayName())
                .put(Names.AUTH_NAME, line.authUser())
                .put(Names.USER_NAME, line.user() + domain)
                .put(Names.PASSWORD, password);
    }

    private static void servers(Keys file, LineConfig line) {
        for (int y = 1; y <= Math.min(Names.MAX_SERVER, line.servers().size()); y++) {
            Server server = line.servers().get(y - 1);
            file.put(Names.ofServer(y, Names.ADDRESS), server.address())
                    .put(Names.ofServer(y, Names.PORT), server.port())
                    .put(Names.ofServer(y, Names.TRANSPORT), server.transport().ordinal())
                    .put(
                            Names.ofServer(y, Names.EXPIRES),
                            within(30, FOREVER, server.expiresSeconds()));
            Rules.write(server, Names.ofServer(y, ""), file);
        }
        file.put(Names.PROXY_ENABLE, flag(!line.outboundProxies().isEmpty()));
        for (int y = 1; y <= Math.min(Names.MAX_SERVER, line.outboundProxies().size()); y++) {
            Server proxy = line.outboundProxies().get(y - 1);
            file.put(Names.ofProxy(y, Names.ADDRESS), proxy.address())
                    .put(Names.ofProxy(y, Names.PORT), proxy.port());
            Rules.write(proxy, Names.ofProxy(y, ""), file);
        }
        long interval = within(10, FOREVER, line.redundancy().probeIntervalSeconds());
        boolean successive = line.redundancy().registration() == Scheme.SUCCESSIVE;
        file.put(Names.REDUNDANCY_TYPE, flag(successive))
                .put(
                        line.outboundProxies().isEmpty()
                                ? Names.FALLBACK_TIMEOUT
                                : Names.PROXY_INTERVAL,
                        interval);
    }

    private static void times(Keys file, LineConfig line) {
        file.put(Names.TIMER_T1, seconds(within(10, 10_000, line.timers().t1Ms())))
                .put(Names.TIMER_T2, seconds(within(10, 60_000, line.timers().t2Ms())))
                .put(Names.TIMER_T4, seconds(within(10, 60_000, line.timers().t4Ms())))
                .put(Names.RETRY_INTERVAL, within(1, 86_400, line.retrySeconds()));
        int kind =
                switch (line.keepalive().kind()) {
                    case NONE -> 0;
                    case CRLF -> 1;
                    case OPTIONS -> 2;
                };
        Keepalive keepalive = line.keepalive();
        file.put(Names.KEEPALIVE, kind).put(Names.KEEPALIVE_TIME, keepalive.intervalSeconds());
        int session = line.session().expiresSeconds();
        file.put(Names.SESSION, flag(session > 0));
        if (session > 0) {
            file.put(Names.SESSION_EXPIRES, within(30, 7200, session));
        }
        file.put(Names.SESSION_REFRESHER, flag(line.session().refresher() == Refresher.UAS));
    }

    private static void rules(Keys file, LineConfig line) {
        file.put(Names.UNREGISTER, flag(line.unregisterOnExit()))
                .put(Names.DNS_CACHE, line.dns().cache().ordinal())
                .put(Names.STATIC_FIRST, flag(line.dns().staticFirst()))
                .put(Names.NAPTR_BUILD, flag(line.dns().naptrBuild() == NaptrBuild.ALL));
    }

    private static String seconds(long ms) {
        return BigDecimal.valueOf(ms, 3).stripTrailingZeros().toPlainString();
    }
}
