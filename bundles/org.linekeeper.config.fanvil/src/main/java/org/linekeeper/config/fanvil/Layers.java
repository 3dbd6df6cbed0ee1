// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Transport;
import org.linekeeper.config.kit.CheckedSettings;
import org.linekeeper.config.kit.Lookup;
import org.linekeeper.config.kit.Setting;
import org.linekeeper.config.kit.Settings;

/**
 * The servers of a line and its outbound proxies.
 *
 * @param servers the primary, then its backup; with a backup alone that one is the only server
 * @param proxies the same for proxies; empty if they are the very servers
 */
record Layers(List<Server> servers, List<Server> proxies) {
    private static final int FOREVER = Integer.MAX_VALUE;

    static Layers of(Settings<Key> settings, CheckedSettings<Key> values, Options options) {
        return new Reader(settings, values, options).read();
    }

    private record Reader(Settings<Key> settings, CheckedSettings<Key> values, Options options) {
        Layers read() {
            int retries = values.number(Key.SIGNAL_RETRY_COUNTS, 0, 20, 3);
            Transport over = transport(Key.TRANSPORT);
            Transport backupOver = transport(Key.BACKUP_TRANSPORT);
            Server primary = server(Key.REGISTER_ADDR, Key.REGISTER_PORT, over, retries);
            Server backup = server(Key.BACKUP_ADDR, Key.BACKUP_PORT, backupOver, retries);
            Server proxy = server(Key.PROXY_ADDR, Key.PROXY_PORT, over, retries);
            boolean hasBackup = !backup.address().isEmpty();
            Server backupProxy =
                    server(
                            Key.BAK_PROXY_ADDR,
                            Key.BAK_PROXY_PORT,
                            hasBackup ? backupOver : over,
                            retries);
            List<Server> servers =
                    present(
                            registrar(primary, Key.REGISTER_TTL, Key.NEED_REG_ON),
                            registrar(backup, Key.BACKUP_TTL, Key.BACKUP_NEED_REG_ON));
            List<Server> proxies =
                    present(
                            onlyRegistered(proxy, Key.PROXY_NEED_REG_ON),
                            onlyRegistered(backupProxy, Key.BAK_PROXY_NEED_REG_ON));
            // Many files name the servers themselves as the proxies: that changes nothing.
            boolean same = places(proxies).equals(places(servers));
            Lookup lookup = lookup();
            return new Layers(looked(servers, lookup), same ? List.of() : looked(proxies, lookup));
        }

        private Server server(Key address, Key port, Transport over, int retries) {
            String host = values.host(address);
            int written = values.number(port, 0, 65535, 5060);
            int standard = over == Transport.TLS ? 5061 : 5060;
            return Server.at(host)
                    .with(
                            draft ->
                                    draft.port(written == 0 ? standard : written)
                                            .transport(over)
                                            .transmissions(options.transmissions(retries))
                                            .inviteTransmissions(options.transmissions(retries))
                                            .giveUp(options.giveUp())
                                            // F3, F4: the backup gets a REGISTER first.
                                            .registerBeforeRequest(true)
                                            .resubscribe(true)
                                            .failback(Failback.NEW_REQUESTS));
        }

        private Server registrar(Server server, Key ttl, Key needRegOn) {
            int expires = values.number(ttl, 30, FOREVER, 3600);
            return onlyRegistered(server, needRegOn).with(draft -> draft.expiresSeconds(expires));
        }

        private Server onlyRegistered(Server server, Key needRegOn) {
            boolean only = values.flag(needRegOn, false);
            return server.with(draft -> draft.onlyRegistered(only));
        }

        private Lookup lookup() {
            boolean srv = values.flag(Key.DNS_SRV, false);
            int mode = values.number(Key.DNS_MODE, 0, 2, 0);
            if (mode == 2) {
                return Lookup.NAPTR;
            }
            return srv || mode == 1 ? Lookup.SRV : Lookup.NOTHING;
        }

        private Transport transport(Key key) {
            String value = settings.find(key).map(Setting::value).orElse("0");
            switch (value) {
                case "0":
                    return Transport.UDP;
                case "1":
                    return Transport.TCP;
                case "3":
                    return Transport.TLS;
                case "2":
                    // A wish for TLS is never turned into UDP.
                    values.warn(key, "is what older phones write for TLS", "3");
                    return Transport.TLS;
                default:
                    values.warn(key, "is not 0 (UDP), 1 (TCP) or 3 (TLS)", "0");
                    return Transport.UDP;
            }
        }
    }

    private static List<Server> present(Server... servers) {
        List<Server> present = new ArrayList<>(List.of(servers));
        present.removeIf(server -> server.address().isEmpty());
        return present;
    }

    private static List<String> places(List<Server> servers) {
        return servers.stream()
                .map(server -> server.address().toLowerCase(Locale.ROOT) + " " + server.port())
                .toList();
    }

    private static List<Server> looked(List<Server> servers, Lookup lookup) {
        return servers.stream().map(lookup::of).toList();
    }
}
