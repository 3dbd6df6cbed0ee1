// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class SocketExchangeTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final long LONG_MS = 10_000;

    private final Message query =
            Message.newQuery(Record.newRecord(Zone.name("pbx.example.com"), Type.A, DClass.IN));
    private final SocketExchange exchange = new SocketExchange();

    @AfterEach
    void close() {
        exchange.close();
    }

    @Test
    void whatIsNotOurAnswerIsDroppedAndTheRealOneTaken() throws Exception {
        Message good = good();
        Message spoofedId = good.clone();
        spoofedId.getHeader().setID(query.getHeader().getID() ^ 1);
        Message notAReply = good.clone();
        notAReply.getHeader().unsetFlag(Flags.QR);
        Message otherName = new Message(query.getHeader().getID());
        otherName.getHeader().setFlag(Flags.QR);
        otherName.addRecord(
                Record.newRecord(Zone.name("bank.example.com"), Type.A, DClass.IN),
                Section.QUESTION);
        byte[] wire = good.toWire();
        byte[] lyingCounts = wire.clone();
        lyingCounts[6] = (byte) 0xff;
        try (DatagramSocket server = new DatagramSocket(0, LOOPBACK)) {
            CompletableFuture<Void> served =
                    serveOnce(
                            server,
                            List.of(
                                    spoofedId.toWire(),
                                    notAReply.toWire(),
                                    otherName.toWire(),
                                    lyingCounts,
                                    Arrays.copyOf(wire, wire.length - 3),
                                    new byte[0],
                                    new byte[] {1},
                                    new byte[6000],
                                    wire));
            Message answer = exchange.ask(address(server.getLocalPort()), query, LONG_MS);
            assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
            served.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aCutAnswerIsFetchedOverTcp() throws Exception {
        Message cut = good().clone();
        cut.removeAllRecords(Section.ANSWER);
        cut.getHeader().setFlag(Flags.TC);
        try (ServerSocket tcp = new ServerSocket(0, 1, LOOPBACK);
                DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), LOOPBACK)) {
            serveOnce(udp, List.of(cut.toWire()));
            CompletableFuture<Void> served = serveTcp(tcp, wire -> good().toWire());
            Message answer = exchange.ask(address(tcp.getLocalPort()), query, LONG_MS);
            assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
            served.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void garbageOverTcpIsAFailure() throws Exception {
        Message cut = good().clone();
        cut.getHeader().setFlag(Flags.TC);
        try (ServerSocket tcp = new ServerSocket(0, 1, LOOPBACK);
                DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), LOOPBACK)) {
            serveOnce(udp, List.of(cut.toWire()));
            serveTcp(tcp, wire -> new byte[65_535]);
            assertThatThrownBy(() -> exchange.ask(address(tcp.getLocalPort()), query, LONG_MS))
                    .isInstanceOf(IOException.class)
                    .hasMessage("garbage over TCP");
        }
    }

    @Test
    void silenceEndsInTime() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, LOOPBACK)) {
            assertThatThrownBy(() -> exchange.ask(address(silent.getLocalPort()), query, 50))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no answer");
        }
    }

    @Test
    void aServerThatIsNotThereIsNotWaitedFor() throws Exception {
        int port;
        try (DatagramSocket gone = new DatagramSocket(0, LOOPBACK)) {
            port = gone.getLocalPort();
        }
        assertThatThrownBy(() -> exchange.ask(address(port), query, LONG_MS))
                .isInstanceOf(IOException.class)
                .hasMessage("port unreachable");
    }

    @Test
    void closingEndsWhatIsUnderWayAndWhatComesLater() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (DatagramSocket silent = new DatagramSocket(0, LOOPBACK)) {
            CompletableFuture<Void> heard =
                    CompletableFuture.runAsync(
                            () -> {
                                receive(silent);
                                asked.countDown();
                            });
            CompletableFuture<String> outcome =
                    CompletableFuture.supplyAsync(() -> failure(address(silent.getLocalPort())));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            heard.join();
            exchange.close();
            assertThat(outcome.get(5, TimeUnit.SECONDS)).isNotEqualTo("no answer");
            assertThat(failure(address(silent.getLocalPort()))).isEqualTo("the phone is stopping");
        }
    }

    private String failure(InetSocketAddress server) {
        try {
            return exchange.ask(server, query, LONG_MS).toString();
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private Message good() {
        try {
            return Zone.answers(Zone.a("pbx.example.com", 60, "192.0.2.1")).answer(query);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(LOOPBACK, port);
    }

    private static DatagramPacket receive(DatagramSocket socket) {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[512], 512);
            socket.receive(packet);
            return packet;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static CompletableFuture<Void> serveOnce(DatagramSocket socket, List<byte[]> replies) {
        return CompletableFuture.runAsync(
                () -> {
                    DatagramPacket packet = receive(socket);
                    for (byte[] reply : replies) {
                        try {
                            socket.send(
                                    new DatagramPacket(
                                            reply, reply.length, packet.getSocketAddress()));
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }
                });
    }

    private static CompletableFuture<Void> serveTcp(
            ServerSocket server, Function<byte[], byte[]> reply) {
        return CompletableFuture.runAsync(
                () -> {
                    try (Socket peer = server.accept()) {
                        DataInputStream in = new DataInputStream(peer.getInputStream());
                        byte[] wire = reply.apply(in.readNBytes(in.readUnsignedShort()));
                        DataOutputStream out = new DataOutputStream(peer.getOutputStream());
                        out.writeShort(wire.length);
                        out.write(wire);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
    }
}
