// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.sip.jain.net.WireUnderTest.OK;
import static org.linekeeper.sip.jain.net.WireUnderTest.REGISTER;
import static org.linekeeper.sip.jain.net.WireUnderTest.SOON;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.Outcome.Kind;
import org.linekeeper.api.line.Outcome.Unreachable;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;

class TlsWireTest {
    private static final String NAMES = "san=dns:pbx.example,ip:127.0.0.1,ip:::1";

    @TempDir static Path folder;
    private static TestCertificate ca;
    private static TestCertificate pbx;
    private static TestCertificate other;
    private static TestCertificate expired;

    private final List<AutoCloseable> resources = new ArrayList<>();

    @BeforeAll
    static void makeCertificates() throws IOException, GeneralSecurityException {
        ca = TestCertificate.make(folder, "ca", "-ext", "bc=ca:true");
        other = TestCertificate.make(folder, "other", "-ext", NAMES);
        pbx = TestCertificate.signed(ca, "pbx", "-ext", NAMES);
        String[] longAgo = {"-startdate", "2020/01/01 00:00:00", "-validity", "30", "-ext", NAMES};
        expired = TestCertificate.signed(ca, "expired", longAgo);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : resources) {
            each.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void nameThatWasConfiguredIsAskedForAndChecked(String version) throws Exception {
        WireUnderTest line = line(ca.trust());
        SSLServerSocket server = server(pbx, "127.0.0.1");
        server.setEnabledProtocols(new String[] {version});
        line.send(tls(server, "pbx.example."), REGISTER);
        line.send(tls(server, "pbx.example."), REGISTER);
        SSLSocket peer = accept(server);

        assertThat(read(peer, 2 * REGISTER.length())).isEqualTo(REGISTER.repeat(2));
        assertThat(((ExtendedSSLSession) peer.getSession()).getRequestedServerNames())
                .containsExactly(new SNIHostName("pbx.example"));
        assertThat(peer.getSession().getProtocol()).isEqualTo(version);
        write(peer, OK + "\r\n\r\n");
        WireUnderTest.Received answer = line.awaitReceived(1);
        assertThat(answer.text()).isEqualTo(OK);
        assertThat(answer.flow().transport()).isEqualTo(Transport.TLS);
        assertThat(read(peer, 2)).isEqualTo("\r\n");
        assertThat(line.broken).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,127.0.0.1", "::1,::1", "::1,[::1]"})
    void addressThatWasConfiguredIsLookedForInTheCertificate(String address, String host)
            throws Exception {
        WireUnderTest line = line(ca.trust());
        SSLServerSocket server = server(pbx, address);
        line.send(tls(server, host), REGISTER);

        assertThat(read(accept(server), REGISTER.length())).isEqualTo(REGISTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip.example", "example", "pbx_2.example", "127.0.0.2"})
    void certificateOfAnotherNameIsRefused(String host) throws Exception {
        WireUnderTest line = line(ca.trust());
        SSLServerSocket server = server(pbx, "127.0.0.1");
        handshakeInBackground(server);
        line.send(tls(server, host), REGISTER);

        assertThat(line.awaitBroken(tls(server, host)))
                .isEqualTo(tls("certificate does not name " + host));
    }

    @Test
    void certificateOfAnotherAuthorityIsRefused() throws Exception {
        WireUnderTest line = line(ca.trust());
        SSLServerSocket server = server(other, "127.0.0.1");
        handshakeInBackground(server);
        line.send(tls(server, "pbx.example"), REGISTER);
        line.send(tls(server, "pbx.example"), REGISTER);

        assertThat(line.awaitBroken(tls(server, "pbx.example")))
                .isEqualTo(tls("certificate not trusted"));
        line.settle();
        assertThat(line.broken).hasSize(1);
    }

    @Test
    void expiredCertificateIsRefused() throws Exception {
        WireUnderTest line = line(ca.trust());
        SSLServerSocket server = server(expired, "127.0.0.1");
        handshakeInBackground(server);
        line.send(tls(server, "pbx.example"), REGISTER);

        assertThat(line.awaitBroken(tls(server, "pbx.example")))
                .isEqualTo(tls("certificate has expired"));
    }

    @Test
    void authoritiesOfTheJdkDoNotTrustJustAnyone() throws Exception {
        WireUnderTest line = line(TlsTrust.context(Optional.empty(), Optional.empty()));
        SSLServerSocket server = server(pbx, "127.0.0.1");
        handshakeInBackground(server);
        line.send(tls(server, "pbx.example"), REGISTER);

        assertThat(line.awaitBroken(tls(server, "pbx.example")))
                .isEqualTo(tls("certificate not trusted"));
    }

    @Test
    void silentServerTimesOutInTheWholeTime() throws Exception {
        WireUnderTest line = line(ca.trust());
        ServerSocket server = plain();
        line.send(tls(server, "pbx.example"), REGISTER, 150);

        assertThat(line.awaitBroken(tls(server, "pbx.example")))
                .isEqualTo(tls("handshake timed out"));
    }

    @Test
    void serverWithoutTlsIsNamedAsSuch() throws Exception {
        WireUnderTest line = line(ca.trust());
        ServerSocket server = plain();
        line.send(tls(server, "pbx.example"), REGISTER);
        Socket peer = open(server.accept());
        write(peer, "SIP/2.0 400 Bad Request\r\nContent-Length: 0\r\n\r\n");

        assertThat(line.awaitBroken(tls(server, "pbx.example")))
                .isEqualTo(tls("server does not speak TLS"));
    }

    @Test
    void closeDuringTheHandshakeIsReported() throws Exception {
        WireUnderTest line = line(ca.trust());
        ServerSocket server = plain();
        line.send(tls(server, "pbx.example"), REGISTER);
        Socket peer = open(server.accept());
        assertThat(peer.getInputStream().readNBytes(5)).hasSize(5);
        peer.shutdownOutput();

        assertThat(line.awaitBroken(tls(server, "pbx.example")))
                .isEqualTo(tls("peer closed during the handshake"));
    }

    @Test
    void refusedIsStillRefused() throws Exception {
        WireUnderTest line = line(ca.trust());
        ServerSocket server = plain();
        Target target = tls(server, "pbx.example");
        server.close();
        line.send(target, REGISTER);

        assertThat(line.awaitBroken(target).kind()).isEqualTo(Kind.TCP_REFUSED);
    }

    @Test
    void closeAfterTheHandshakeIsAClose() throws Exception {
        WireUnderTest line = line(ca.trust());
        SSLServerSocket server = server(pbx, "127.0.0.1");
        line.send(tls(server, "pbx.example"), REGISTER);
        SSLSocket peer = accept(server);
        read(peer, REGISTER.length());
        peer.close();

        assertThat(line.awaitBroken(tls(server, "pbx.example")))
                .isEqualTo(new Unreachable(Kind.TCP_CLOSED, "peer closed the connection"));
    }

    @Test
    void garbageUnderTlsIsTlsTrouble() throws Exception {
        WireUnderTest line = line(ca.trust());
        ServerSocket server = plain();
        Target target = tls(server, "pbx.example");
        line.send(target, REGISTER);
        Socket raw = open(server.accept());
        SSLSocket peer =
                (SSLSocket) pbx.server().getSocketFactory().createSocket(raw, null, 0, false);
        peer.setUseClientMode(false);
        read(peer, REGISTER.length());
        raw.getOutputStream().write(new byte[] {23, 3, 3, 0, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9});
        raw.getOutputStream().write(new byte[64]);

        assertThat(line.awaitBroken(target).kind()).isEqualTo(Kind.TLS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clientCertificateIsShownWhereItIsWanted(String version) throws Exception {
        TlsTrust.Identity identity = new TlsTrust.Identity(pbx.certificateFile(), pbx.keyFile());
        SSLContext context =
                TlsTrust.context(Optional.of(ca.certificateFile()), Optional.of(identity));
        WireUnderTest line = line(context);
        SSLServerSocket server = server(pbx, "127.0.0.1");
        server.setEnabledProtocols(new String[] {version});
        server.setNeedClientAuth(true);
        line.send(tls(server, "pbx.example"), REGISTER);
        SSLSocket peer = accept(server);

        assertThat(read(peer, REGISTER.length())).isEqualTo(REGISTER);
        assertThat(peer.getSession().getPeerPrincipal().getName()).isEqualTo("CN=pbx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void serverThatWantsACertificateRefusesUsWithoutOne(String version) throws Exception {
        WireUnderTest line = line(ca.trust());
        SSLServerSocket server = server(pbx, "127.0.0.1");
        server.setEnabledProtocols(new String[] {version});
        server.setNeedClientAuth(true);
        handshakeInBackground(server);
        line.send(tls(server, "pbx.example"), REGISTER);

        Unreachable how = line.awaitBroken(tls(server, "pbx.example"));
        assertThat(how.kind()).isEqualTo(Kind.TLS);
        assertThat(how.detail()).startsWith("server refused: ");
    }

    @Test
    void largeMessagesPassInBothDirections() throws Exception {
        WireUnderTest line = line(ca.trust());
        SSLServerSocket server = server(pbx, "127.0.0.1");
        String large = "MESSAGE sip:x SIP/2.0\r\nl: 60000\r\n\r\n" + "m".repeat(60_000);
        for (int i = 0; i < 6; i++) {
            line.send(tls(server, "pbx.example"), large);
        }
        SSLSocket peer = accept(server);

        assertThat(read(peer, 6 * large.length())).isEqualTo(large.repeat(6));
        for (int i = 0; i < 6; i++) {
            write(peer, large);
        }
        assertThat(line.awaitReceived(6).text()).isEqualTo(large);
    }

    @Test
    void eachNameHasAConnectionOfItsOwn() throws Exception {
        WireUnderTest line = line(ca.trust());
        SSLServerSocket server = server(pbx, "127.0.0.1");
        line.send(tls(server, "pbx.example"), REGISTER);
        read(accept(server), REGISTER.length());
        line.send(tls(server, "127.0.0.1"), REGISTER);

        assertThat(read(accept(server), REGISTER.length())).isEqualTo(REGISTER);
    }

    private WireUnderTest line(SSLContext context) {
        return open(new WireUnderTest(options -> options.withTls(context)));
    }

    private <T extends AutoCloseable> T open(T resource) {
        resources.add(resource);
        return resource;
    }

    private SSLServerSocket server(TestCertificate certificate, String address)
            throws IOException, GeneralSecurityException {
        SSLServerSocket server =
                (SSLServerSocket)
                        certificate
                                .server()
                                .getServerSocketFactory()
                                .createServerSocket(0, 50, InetAddress.getByName(address));
        server.setSoTimeout((int) SOON.toMillis());
        return open(server);
    }

    private ServerSocket plain() throws IOException {
        ServerSocket server = open(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
        server.setSoTimeout((int) SOON.toMillis());
        return server;
    }

    private SSLSocket accept(SSLServerSocket server) throws IOException {
        SSLSocket peer = open((SSLSocket) server.accept());
        peer.setSoTimeout((int) SOON.toMillis());
        return peer;
    }

    /** The server's side of a handshake that is going to fail. */
    private void handshakeInBackground(SSLServerSocket server) {
        CompletableFuture.runAsync(
                () -> {
                    try {
                        accept(server).getInputStream().read();
                    } catch (IOException e) {
                        // The other side is what is looked at.
                    }
                });
    }

    private static Unreachable tls(String detail) {
        return new Unreachable(Kind.TLS, detail);
    }

    private static Target tls(ServerSocket server, String host) {
        return new Target(
                server.getInetAddress().getHostAddress(),
                server.getLocalPort(),
                Transport.TLS,
                host);
    }

    private static String read(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), UTF_8);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }
}
