// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import static org.linekeeper.config.kit.WrittenLines.flag;
import static org.linekeeper.config.kit.WrittenLines.within;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.linekeeper.api.config.ConfigWriter;
import org.linekeeper.api.config.Writing;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Redundancy.Probe;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.StaticRecord;
import org.linekeeper.api.line.Transport;
import org.linekeeper.config.kit.WrittenLines;
import org.osgi.service.component.annotations.Component;

/** Writes the text form, with every setting that says something of a line. */
@Component
public final class FanvilWriter implements ConfigWriter {
    private static final int FOREVER = Integer.MAX_VALUE;
    private static final Server NONE = Server.at("");

    @Override
    public String vendor() {
        return "fanvil";
    }

    @Override
    public Writing write(
            List<LineConfig> lines, List<StaticRecord> staticDns, boolean withSecrets) {
        WrittenLines text = new WrittenLines(withSecrets);
        text.add("<<VOIP CONFIG FILE>>Version:2.0000000000\n\n<SIP CONFIG MODULE>");
        for (LineConfig line : lines) {
            account(new OfLine(text, line.line()), line, text.password(line));
            registrars(new OfLine(text, line.line()), line);
            proxies(new OfLine(text, line.line()), line);
            rules(new OfLine(text, line.line()), line);
        }
        text.add("\n<<END OF FILE>>");
        return text.writing();
    }

    /** The settings of one line. */
    private record OfLine(WrittenLines text, int number) {
        OfLine put(String name, Object value) {
            text.add(String.format(Locale.ROOT, "%-24s:%s", "SIP" + number + " " + name, value));
            return this;
        }
    }

    private static void account(OfLine file, LineConfig line, String password) {
        file.put("Phone Number", line.user())
                .put("Display Name", line.displayName())
                .put("Sip Name", line.label())
                .put("Register User", line.authUser())
                .put("Register Pswd", password)
                .put("Local Domain", line.domain())
                .put("Enable Reg", flag(line.enabled()));
    }

    private static void registrars(OfLine file, LineConfig line) {
        Server primary = at(line.servers(), 0);
        Server backup = at(line.servers(), 1);
        file.put("Register Addr", primary.address())
                .put("Register Port", port(primary))
                .put("Register TTL", within(30, FOREVER, primary.expiresSeconds()))
                .put("Transport", transport(primary))
                .put("Need Reg On", flag(primary.onlyRegistered()))
                .put("Backup Addr", backup.address())
                .put("Backup Port", port(backup))
                .put("Backup TTL", within(30, FOREVER, backup.expiresSeconds()))
                .put("Backup Transport", transport(backup))
                .put("Backup Need Reg On", flag(backup.onlyRegistered()));
    }

    private static void proxies(OfLine file, LineConfig line) {
        Server primary = at(line.outboundProxies(), 0);
        Server backup = at(line.outboundProxies(), 1);
        file.put("Proxy Addr", primary.address())
                .put("Proxy Port", port(primary))
                .put("Proxy Need Reg On", flag(primary.onlyRegistered()))
                .put("BakProxy Addr", backup.address())
                .put("BakProxy Port", port(backup))
                .put("BakProxy Need Reg On", flag(backup.onlyRegistered()));
    }

    private static void rules(OfLine file, LineConfig line) {
        line.layer().stream()
                .findFirst()
                .flatMap(server -> server.transmissions().stream().boxed().findFirst())
                .ifPresent(sends -> file.put("Signal Retry Counts", within(0, 20, sends - 1)));
        file.put("Enable Failback", flag(line.redundancy().probe() != Probe.NONE))
                .put(
                        "Failback Interval",
                        within(10, FOREVER, line.redundancy().probeIntervalSeconds()))
                .put("DNS Mode", dnsMode(line))
                .put("Reg Fail Interval", within(1, 86_400, line.retrySeconds()))
                .put("Signal Port", line.localPort().min())
                .put("Session Timer T1", within(10, 10_000, line.timers().t1Ms()))
                .put("Session Timer T2", within(10, 60_000, line.timers().t2Ms()))
                .put("Session Timer T4", within(10, 60_000, line.timers().t4Ms()));
        Keepalive keepalive = line.keepalive();
        file.put("NAT UDPUpdate", keepalive.kind().ordinal())
                .put("UDPUpdate TTL", within(10, 3600, keepalive.intervalSeconds()));
        keepalive.sends().ifPresent(n -> file.put("UDPUpdate Try Times", within(1, 20, n)));
    }

    private static Server at(List<Server> servers, int place) {
        return place < servers.size() ? servers.get(place) : NONE;
    }

    /** Where DNS says, the port of what is found without it. */
    private static int port(Server server) {
        return server.port() == 0 ? server.fallbackPort() : server.port();
    }

    private static int transport(Server server) {
        return switch (server.transport()) {
            case UDP, NAPTR -> 0;
            case TCP -> 1;
            case TLS -> 3;
        };
    }

    private static int dnsMode(LineConfig line) {
        List<Server> all =
                Stream.of(line.servers(), line.outboundProxies()).flatMap(List::stream).toList();
        if (all.stream().anyMatch(server -> server.transport() == Transport.NAPTR)) {
            return 2;
        }
        return flag(all.stream().anyMatch(server -> server.port() == 0));
    }
}
