// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.linekeeper.api.line.Target;

/** The client's side of TLS towards a target, whose certificate has to name its host. */
record TlsClient(EventLoop loop, SSLContext context) {
    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    Function<Layer.Host, Layer> towards(Target target) {
        return host -> new TlsLayer(loop, engine(target), host);
    }

    /** The name, or address, that is asked for and checked: as configured, whatever DNS says. */
    static String identity(Target target) {
        String host = target.host();
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1);
        }
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private SSLEngine engine(Target target) {
        String identity = identity(target);
        SSLEngine engine = context.createSSLEngine(identity, target.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        // Chain, validity and the name in the certificate, an IP address as well (RFC 2818
        // section 3.1).
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        List<String> versions = new ArrayList<>(VERSIONS);
        versions.retainAll(List.of(context.getSupportedSSLParameters().getProtocols()));
        parameters.setProtocols(versions.toArray(String[]::new));
        if (Addresses.literal(identity).isEmpty()) {
            askFor(identity, parameters);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static void askFor(String name, SSLParameters parameters) {
        try {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        } catch (IllegalArgumentException e) {
            // No name that RFC 6066 allows, such as one with an underscore: the check of the
            // certificate will say so.
            parameters.setServerNames(List.of());
        }
    }
}
