// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.spi.NetworkModuleFactory;

/**
 * Gives Paho sockets of ours, by the schemes {@code lk} and, with TLS, {@code lks}. Paho's own
 * allocate what a broker announces, up to 256 MB, whatever the largest packet was agreed to be.
 */
public final class GuardedNetwork implements NetworkModuleFactory {
    public static final String PLAIN = "lk";
    public static final String TLS = "lks";

    @Override
    public Set<String> getSupportedUriSchemes() {
        return Set.of(PLAIN, TLS);
    }

    @Override
    public void validateURI(URI uri) {
        if (uri.getHost() == null || uri.getPort() < 1) {
            throw new IllegalArgumentException("the broker's address lacks a host or a port");
        }
    }

    @Override
    public NetworkModule createNetworkModule(
            URI uri, MqttConnectionOptions options, String clientId) {
        Optional<SSLSocketFactory> tls =
                uri.getScheme().equals(TLS)
                        ? Optional.of((SSLSocketFactory) options.getSocketFactory())
                        : Optional.empty();
        String host = uri.getHost();
        boolean literal = host.startsWith("[");
        return new GuardedSocket(
                literal ? host.substring(1, host.length() - 1) : host,
                uri.getPort(),
                tls,
                options.getConnectionTimeout() * 1000,
                options.getMaximumPacketSize());
    }
}
