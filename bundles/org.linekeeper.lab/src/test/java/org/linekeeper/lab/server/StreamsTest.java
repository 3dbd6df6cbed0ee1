// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.lab.sip.SipMessage;
import org.linekeeper.lab.sip.SipStreamReader;

final class StreamsTest {

    private PocketServer server;
    private Phone phone;

    @BeforeEach
    void start() throws Exception {
        server = PocketServer.start("primary");
        phone = new Phone("100");
    }

    @AfterEach
    void stop() {
        phone.close();
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(server.address().getAddress(), server.port());
        socket.setSoTimeout(3_000);
        return socket;
    }

    private static SipMessage ask(Socket socket, SipMessage request) throws Exception {
        socket.getOutputStream().write(request.encode());
        return new SipStreamReader(socket.getInputStream(), () -> {}).read().orElseThrow();
    }

    private SipMessage register(Socket socket, int cseq) {
        String contact = "<sip:100@127.0.0.1:" + socket.getLocalPort() + ";transport=tcp>";
        return phone.register(cseq, 60).with("Contact", contact);
    }

    @Test
    void registersOverTcpAndIsCalledOnThatConnection() throws Exception {
        try (Socket socket = connect()) {
            assertThat(ask(socket, register(socket, 1)).code()).isEqualTo(200);
            assertThat(server.bindings("100").get(0).transport()).isEqualTo(Transport.TCP);
            server.callTo("100");
            SipMessage invite =
                    new SipStreamReader(socket.getInputStream(), () -> {}).read().orElseThrow();
            assertThat(invite.topVia().orElseThrow().transport()).isEqualTo("TCP");
        }
    }

    @Test
    void answersADoubleCrlfWithOne() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("\r\n\r\n".getBytes());
            assertThat(socket.getInputStream().readNBytes(2)).isEqualTo("\r\n".getBytes());
            assertThat(server.keepAliveCount()).isEqualTo(1);
        }
    }

    @Test
    void resetCloseAndRefusalReachTheOtherEnd() throws Exception {
        try (Socket socket = connect()) {
            ask(socket, register(socket, 1));
            server.resetConnections();
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class);
        }
        try (Socket socket = connect()) {
            ask(socket, register(socket, 2));
            server.closeSockets();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        }
        server.up();
        try (Socket socket = connect()) {
            assertThat(ask(socket, register(socket, 3)).code()).isEqualTo(200);
        }
    }

    @Test
    void muteAcceptsAndReadsNothing() throws Exception {
        server.mute();
        try (Socket socket = connect()) {
            socket.setSoTimeout((int) Phone.NEVER.toMillis());
            assertThatThrownBy(() -> ask(socket, register(socket, 1)))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(server.received()).isEmpty();
            server.up();
            assertThatThrownBy(() -> socket.getInputStream().readNBytes(1)[0]++)
                    .isInstanceOfAny(SocketException.class, IndexOutOfBoundsException.class);
        }
    }

    @Test
    void garbageEndsItsOwnConnectionOnly() throws Exception {
        try (Socket bad = connect();
                Socket good = connect()) {
            bad.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
            assertThat(bad.getInputStream().read()).isEqualTo(-1);
            assertThat(ask(good, register(good, 1)).code()).isEqualTo(200);
            assertThat(server.malformedCount()).isEqualTo(1);
        }
    }

    @Test
    void speaksTlsOnAPortOfItsOwn(@TempDir Path folder) throws Exception {
        SSLContext context = context(folder);
        try (PocketServer secure = PocketServer.named("secure").tls(context).start();
                Socket socket =
                        context.getSocketFactory()
                                .createSocket(secure.address().getAddress(), secure.tlsPort())) {
            socket.setSoTimeout(3_000);
            assertThat(ask(socket, register(socket, 1)).code()).isEqualTo(200);
            assertThat(secure.received("REGISTER").get(0).transport()).isEqualTo(Transport.TLS);
        }
    }

    @Test
    void listensOnIpv6() throws Exception {
        InetAddress loopback = InetAddress.getByName("::1");
        assumeThat(NetworkInterface.getByInetAddress(loopback)).as("IPv6 here").isNotNull();
        try (PocketServer six = PocketServer.named("six").address(loopback).start();
                Socket socket = new Socket(loopback, six.port())) {
            socket.setSoTimeout(3_000);
            String contact = "<sip:100@[::1]:5060;transport=tcp>";
            SipMessage register = phone.register(1, 60).with("Contact", contact);
            assertThat(ask(socket, register).first("Contact")).contains(contact + ";expires=60");
            six.callTo("100");
            InputStream in = socket.getInputStream();
            SipMessage invite = new SipStreamReader(in, () -> {}).read().orElseThrow();
            assertThat(invite.contacts().get(0).sipUri().orElseThrow().address())
                    .hasToString("[::1]:" + six.port());
        }
    }

    private static SSLContext context(Path folder) throws Exception {
        Path file = folder.resolve("store.p12");
        Process keytool =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/keytool",
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-alias",
                                "lab",
                                "-dname",
                                "CN=localhost",
                                "-storepass",
                                "secret",
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "secret".toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, "secret".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
