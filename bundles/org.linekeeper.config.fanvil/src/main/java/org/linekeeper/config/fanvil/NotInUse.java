// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.linekeeper.api.line.Server;
import org.linekeeper.config.kit.CheckedSettings;
import org.linekeeper.config.kit.Host;

/** Settings of a line that would matter and that it is run without: each is warned of. */
final class NotInUse {
    private final CheckedSettings<Key> values;
    private final List<Server> servers;

    NotInUse(CheckedSettings<Key> values, List<Server> servers) {
        this.values = values;
        this.servers = servers;
    }

    void warn() {
        boolean proxies = proxiesMatter();
        if (proxies) {
            warnOfProxy(Key.PROXY_ADDR);
            warnOfProxy(Key.BAK_PROXY_ADDR);
        }
        warnOfNeedRegOn(Key.NEED_REG_ON, values.has(Key.REGISTER_ADDR));
        warnOfNeedRegOn(Key.BACKUP_NEED_REG_ON, values.has(Key.BACKUP_ADDR));
        warnOfNeedRegOn(Key.PROXY_NEED_REG_ON, proxies && values.has(Key.PROXY_ADDR));
        warnOfNeedRegOn(Key.BAK_PROXY_NEED_REG_ON, proxies && values.has(Key.BAK_PROXY_ADDR));
        warnOfDns(Key.DNS_SRV, 1);
        warnOfDns(Key.DNS_MODE, 2);
        for (Key key :
                List.of(
                        Key.BACKUP_MODE,
                        Key.SIGNAL_FAILBACK,
                        Key.UNAVAILABLE_MODE,
                        Key.TCP_USE_RETRY_TIMER)) {
            warnUnlessZero(values, key);
        }
    }

    /** Warns of a setting of which nothing is known but that phones write 0. */
    static void warnUnlessZero(CheckedSettings<Key> values, Key key) {
        if (!values.text(key).matches("0*")) {
            values.warn(key, "has no published meaning but with 0", "0");
        }
    }

    private void warnOfProxy(Key address) {
        values.warn(
                address, "is not in use yet, so that requests go to the servers themselves", "");
    }

    private void warnOfNeedRegOn(Key key, boolean matters) {
        if (values.flag(key, false) && matters) {
            values.warn(key, "is not in use yet", "0");
        }
    }

    private void warnOfDns(Key key, int max) {
        boolean names = servers.stream().anyMatch(server -> !Host.isIpLiteral(server.address()));
        if (values.number(key, 0, max, 0) > 0 && names) {
            values.warn(key, "is not in use yet, so that only addresses are looked up", "0");
        }
    }

    /** Many files name the servers themselves as the proxies: that changes nothing. */
    private boolean proxiesMatter() {
        List<String> proxies = new ArrayList<>();
        addProxy(proxies, Key.PROXY_ADDR, Key.PROXY_PORT);
        addProxy(proxies, Key.BAK_PROXY_ADDR, Key.BAK_PROXY_PORT);
        return !proxies.isEmpty()
                && !proxies.equals(
                        servers.stream()
                                .map(server -> place(server.address(), server.port()))
                                .toList());
    }

    private void addProxy(List<String> proxies, Key address, Key port) {
        String host = values.host(address);
        int written = values.number(port, 0, 65535, 5060);
        if (!host.isEmpty()) {
            proxies.add(place(host, written == 0 ? 5060 : written));
        }
    }

    private static String place(String host, int port) {
        return host.toLowerCase(Locale.ROOT) + " " + port;
    }
}
