// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;

/**
 * A socket to a broker that takes no packet beyond a bound. With TLS the certificate has to be for
 * the host that was asked for (RFC 9110 section 4.3.4), and the host is named to the broker (SNI).
 */
final class GuardedSocket implements NetworkModule {
    private static final String NO_TLS = "it hangs up without a word; it may want TLS";
    private static final String NOT_PROVEN =
            "it hangs up after the TLS handshake; it may want a certificate of this client";
    private static final String NOT_ACCEPTED =
            "it hangs up after the TLS handshake; it may not accept this client's certificate";

    private final String host;
    private final int port;
    private final Optional<SSLSocketFactory> tls;
    private final int connectMs;
    private final long mostBytes;
    private Optional<Socket> socket = Optional.empty();
    private volatile FirstWord firstWord;

    GuardedSocket(
            String host, int port, Optional<SSLSocketFactory> tls, int connectMs, long mostBytes) {
        this.host = host;
        this.port = port;
        this.tls = tls;
        this.connectMs = connectMs;
        this.mostBytes = mostBytes;
        this.firstWord = new FirstWord(NO_TLS, connectMs);
    }

    @Override
    public void start() throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException(host + " is not known");
        }
        HeardSocket plain = new HeardSocket();
        keep(plain);
        plain.setTcpNoDelay(true);
        plain.connect(address, connectMs);
        if (tls.isPresent()) {
            plain.setSoTimeout(connectMs);
            SSLSocket secure = (SSLSocket) tls.get().createSocket(plain, host, port, true);
            keep(secure);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            try {
                secure.startHandshake();
            } catch (IOException e) {
                throw new IOException(TlsTrouble.inHandshake(e, host, plain.hasHeard()));
            }
            secure.setSoTimeout(0);
            boolean proven = secure.getSession().getLocalCertificates() != null;
            firstWord = new FirstWord(proven ? NOT_ACCEPTED : NOT_PROVEN, connectMs);
        }
    }

    /** From now on it is this one that {@link #stop}, on another thread, ends. */
    private synchronized void keep(Socket next) {
        socket = Optional.of(next);
    }

    private synchronized Socket open() throws IOException {
        return socket.orElseThrow(() -> new IOException("not connected"));
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new BoundedPackets(
                new BufferedInputStream(firstWord.in(open().getInputStream())), mostBytes);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return firstWord.out(open().getOutputStream());
    }

    @Override
    public synchronized void stop() throws IOException {
        firstWord.end();
        if (socket.isPresent()) {
            socket.get().close();
        }
    }

    @Override
    public String getServerURI() {
        return host + ":" + port;
    }
}
