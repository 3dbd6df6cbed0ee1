// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.flyingvoice;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.linekeeper.api.line.GiveUp;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Transport;
import org.linekeeper.config.kit.CheckedSettings;
import org.linekeeper.config.kit.Lookup;

/**
 * The servers of a line.
 *
 * @param all the primary, then its backup; with one alone that one. Where DHCP may name them, the
 *     primary and what is written of a backup, with or without an address
 * @param domain of the line's address, at every server; empty = the primary's address
 */
record Servers(List<Server> all, String domain) {
    private static final int LONGEST_MS = 600_000;

    static Servers of(
            CheckedSettings<Key> values, Choices choices, int periodSeconds, boolean byDhcp) {
        Transport transport = choices.transport();
        Lookup lookup = choices.lookup();
        GiveUp giveUp =
                new GiveUp(
                        millis(values, Key.REGISTER_TIMEOUT),
                        OptionalLong.empty(),
                        millis(values, Key.OPTIONS_TIMEOUT));
        Server proxy = server(values, Key.PROXY_SERVER, Key.PROXY_PORT, transport);
        Server outbound = server(values, Key.OUTBOUND_SERVER, Key.OUTBOUND_PORT, transport);
        Server backup = server(values, Key.BACKUP_SERVER, Key.BACKUP_PORT, transport);
        // Without an outbound server the registrar itself is where everything goes.
        boolean registrarOnly = outbound.address().isEmpty() && !proxy.address().isEmpty();
        Server primary = registrarOnly ? proxy : outbound;
        boolean hasBackup = !backup.address().isEmpty() || byDhcp && values.has(Key.BACKUP_PORT);
        List<Server> all =
                Stream.concat(
                                Stream.of(primary).filter(p -> byDhcp || !p.address().isEmpty()),
                                Stream.of(backup).filter(b -> hasBackup))
                        .map(
                                server ->
                                        server.with(
                                                draft ->
                                                        draft.expiresSeconds(periodSeconds)
                                                                .giveUp(giveUp)
                                                                .resubscribe(true)))
                        .map(lookup::of)
                        .toList();
        String domain = proxy.address();
        if (domain.isEmpty() && !all.isEmpty()) {
            domain = all.get(0).address();
        }
        return new Servers(all, domain);
    }

    private static Server server(
            CheckedSettings<Key> values, Key address, Key port, Transport transport) {
        String host = values.host(address);
        int written = values.number(port, 0, 65535, 5060);
        int standard = transport == Transport.TLS ? 5061 : 5060;
        return Server.at(host)
                .with(draft -> draft.port(written == 0 ? standard : written).transport(transport));
    }

    /** V6: 0 is the whole time. */
    private static OptionalLong millis(CheckedSettings<Key> values, Key key) {
        int ms = values.number(key, 0, LONGEST_MS, 0);
        return ms == 0 ? OptionalLong.empty() : OptionalLong.of(ms);
    }
}
