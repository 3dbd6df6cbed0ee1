// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.flyingvoice;

import static org.linekeeper.config.kit.WrittenLines.flag;
import static org.linekeeper.config.kit.WrittenLines.within;

import java.util.List;
import java.util.Optional;
import org.linekeeper.api.config.ConfigWriter;
import org.linekeeper.api.config.Writing;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.StaticRecord;
import org.linekeeper.api.line.Transport;
import org.linekeeper.config.kit.WrittenLines;
import org.osgi.service.component.annotations.Component;

/** Writes {@code key = value}, with every setting that says something of a line. */
@Component
public final class FlyingvoiceWriter implements ConfigWriter {
    private static final int DAY = 86_400;
    private static final int LONGEST_MS = 600_000;
    private static final Server NONE = Server.at("");

    @Override
    public String vendor() {
        return "flyingvoice";
    }

    @Override
    public Writing write(
            List<LineConfig> lines, List<StaticRecord> staticDns, boolean withSecrets) {
        WrittenLines text = new WrittenLines(withSecrets);
        for (LineConfig line : lines) {
            String prefix = line.line() == 1 ? "" : "line." + line.line() + ".";
            OfLine file = new OfLine(text, prefix);
            account(file, line, text.password(line));
            servers(file, line);
            redundancy(file, line);
            paths(file, line);
            requests(file, line);
            text.add("");
        }
        return text.writing();
    }

    /** The settings of one line. */
    private record OfLine(WrittenLines text, String prefix) {
        OfLine put(String name, Object value) {
            text.add(prefix + name + " = " + value);
            return this;
        }
    }

    private static void account(OfLine file, LineConfig line, String password) {
        file.put("display_name", line.displayName())
                .put("phone_number", line.user())
                .put("account", line.authUser())
                .put("password", password);
    }

    private static void servers(OfLine file, LineConfig line) {
        Server primary = at(line.servers(), 0);
        Server backup = at(line.servers(), 1);
        boolean own = !line.domain().equals(primary.address());
        file.put("proxy_server", own ? line.domain() : "")
                .put("outbound_server", primary.address())
                .put("outbound_port", port(primary))
                .put("backup_outbound_server", backup.address())
                .put("backup_outbound_port", port(backup))
                .put("dhcp_option_120", flag(line.dhcpOption120()))
                .put("transport", transport(primary))
                .put("dns_type", lookup(line.servers()))
                .put("register_refresh_interval", within(1, DAY, primary.expiresSeconds()))
                .put(
                        "DBID_SIP_REGISTER_TIMEOUT_TIMER",
                        within(0, LONGEST_MS, primary.giveUp().registerMs().orElse(0)))
                .put(
                        "DBID_SIP_OPTIONS_TIMEOUT_TIMER",
                        within(0, LONGEST_MS, primary.giveUp().optionsMs().orElse(0)));
    }

    private static void redundancy(OfLine file, LineConfig line) {
        Optional<Heartbeat> heartbeat = line.heartbeat();
        long delay = line.redundancy().returnDelaySeconds();
        file.put(
                        "primary_server_detect_interval",
                        within(0, DAY, heartbeat.map(Heartbeat::intervalSeconds).orElse(0)))
                .put(
                        "max_detect_fail_count",
                        within(0, 100, heartbeat.map(Heartbeat::maxFailures).orElse(3)))
                .put("prefer_primary_server", flag(delay == 0))
                .put("DBID_SIP_BACK_TO_PRISERVER_DELAY_TIME", delay)
                .put("remove_last_registration", flag(line.redundancy().removeOldBinding()));
    }

    private static void paths(OfLine file, LineConfig line) {
        Keepalive keepalive = line.keepalive();
        file.put("sip_options_enable", flag(keepalive.kind() == Keepalive.Kind.OPTIONS))
                .put("nat_keepalive_interval", within(10, 60, keepalive.intervalSeconds()));
        int min = line.localPort().min();
        int max = line.localPort().max();
        if (min > 0 && min == max) {
            file.put("random_sip_port", 0).put("local_sip_port", min);
        } else if (min > 0) {
            file.put("random_sip_port", 1)
                    .put("min_random_sip_port", min)
                    .put("max_random_sip_port", max);
        }
    }

    private static void requests(OfLine file, LineConfig line) {
        int subscription = line.subscribeRegistrationSeconds();
        file.put("rport", flag(line.rport()))
                .put("ob_proxy_in_dialog", flag(line.proxyInDialog()))
                .put("only_requests_from_server", flag(line.profile().trustedPeersOnly()))
                .put("initial_auth", flag(line.initialAuth()))
                .put("subscribe_register", flag(subscription > 0))
                .put("subscribe_time", within(0, DAY, subscription))
                .put("session_refresh_time", within(0, DAY, line.session().expiresSeconds()))
                .put("min_session_timer", within(0, DAY, line.session().minSeconds()))
                .put("refresher", line.session().refresher());
    }

    private static Server at(List<Server> servers, int place) {
        return place < servers.size() ? servers.get(place) : NONE;
    }

    /** Where DNS says, the port of what is found without it. */
    private static int port(Server server) {
        return server.port() == 0 ? server.fallbackPort() : server.port();
    }

    private static Transport transport(Server server) {
        return server.transport() == Transport.NAPTR ? Transport.UDP : server.transport();
    }

    private static String lookup(List<Server> servers) {
        if (servers.stream().anyMatch(server -> server.transport() == Transport.NAPTR)) {
            return "NAPTR";
        }
        return servers.stream().anyMatch(server -> server.port() == 0) ? "SRV" : "A";
    }
}
