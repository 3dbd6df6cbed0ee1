// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.sip.jain.Phone.hop;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.PortRange;
import org.linekeeper.api.line.Secret;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.api.sip.LineSignalling;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.Recorded;
import org.linekeeper.lab.server.Step;
import org.linekeeper.lab.sip.DigestAlgorithm;
import org.linekeeper.lab.sip.SipMessage;

/** REGISTER on loopback against the pocket server. */
class RegisterTest {
    private final PocketServer server =
            PocketServer.named("a").user("100", "secret").realm("pbx.example").start();
    private final Phone phone = new Phone();

    @AfterEach
    void close() {
        phone.close();
        server.close();
    }

    @Test
    void registersAfterAnMd5Challenge() {
        server.algorithms(DigestAlgorithm.MD5);
        assertThat(phone.register(server)).isEqualTo(granted(600));
        assertThat(server.bindings("100")).hasSize(1);
        List<Recorded> requests = server.received("REGISTER");
        assertThat(requests).hasSize(2);
        SipMessage first = requests.get(0).message();
        SipMessage second = requests.get(1).message();
        assertThat(second.callId()).isEqualTo(first.callId());
        assertThat(second.cseq().number()).isEqualTo(first.cseq().number() + 1);
        assertThat(second.uri()).isEqualTo("sip:pbx.example");
        assertThat(second.first("User-Agent")).contains("Linekeeper/1.2.3");
        assertThat(second.first("Route")).isEmpty();
        assertThat(phone.line.callId("r")).contains(first.callId());
    }

    /** Many phones name one port for all their lines. */
    @Test
    void aSecondLineOfOnePortTakesAnother() throws Exception {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        LineConfig one = Phone.config().with(draft -> draft.localPort(PortRange.only(port)));
        List<LineEvent> events = new CopyOnWriteArrayList<>();
        try (LineSignalling first = phone.signalling.open(one, events::add);
                LineSignalling second =
                        phone.signalling.open(
                                LineConfig.line(2)
                                        .with(
                                                draft ->
                                                        draft.user("100")
                                                                .domain("pbx.example")
                                                                .servers(one.servers())
                                                                .localPort(one.localPort())),
                                events::add)) {
            for (LineSignalling line : List.of(first, second)) {
                line.send(1, new Request.Options(), Phone.hop(server), Budget.sends(4));
            }
            await().atMost(Phone.SOON).until(() -> events.size() == 2);
        }
        List<Integer> ports =
                server.received("OPTIONS").stream().map(sent -> sent.remote().getPort()).toList();
        assertThat(ports).hasSize(2).contains(port).doesNotHaveDuplicates();
    }

    @Test
    void takesTheStrongestAlgorithmOffered() {
        server.algorithms(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256);
        assertThat(phone.register(server)).isEqualTo(granted(600));
        assertThat(lastAuthorization()).contains("algorithm=SHA-256");
    }

    @Test
    void usesTheNonceAgainWithAHigherCount() {
        phone.register(server);
        phone.register(server);
        assertThat(server.received("REGISTER")).hasSize(3);
        assertThat(lastAuthorization()).contains("nc=00000002");
    }

    @Test
    void followsAStaleNonceOnce() {
        phone.register(server);
        server.staleNonces();
        assertThat(phone.register(server)).isEqualTo(granted(600));
        assertThat(server.received("REGISTER")).hasSize(4);
        assertThat(lastAuthorization()).contains("nc=00000001");
    }

    @Test
    void aWrongPasswordIsTriedOnce() {
        phone.line.configure(Phone.config().with(d -> d.password(Secret.of("wrong"))));
        Outcome outcome = phone.register(server);
        assertThat(outcome).isInstanceOf(Outcome.Response.class);
        assertThat(((Outcome.Response) outcome).code()).isEqualTo(403);
        assertThat(server.received("REGISTER")).hasSize(2);
    }

    @Test
    void asksForAsMuchAsA423Demands() {
        server.challenge(false).minExpires(900);
        assertThat(phone.register(server)).isEqualTo(granted(900));
    }

    @Test
    void toldOfAGrantOfItsOwnContact() {
        server.challenge(false).grantExpires(120);
        assertThat(phone.register(server)).isEqualTo(granted(120));
    }

    @Test
    void zeroRemovesTheBinding() {
        phone.register(server);
        Outcome outcome = phone.send(new Request.Register("r", 0), hop(server), Budget.sends(4));
        assertThat(outcome).isEqualTo(granted(0));
        assertThat(server.bindings("100")).isEmpty();
    }

    @Test
    void a503IsAnOutcomeWithItsRetryAfter() {
        server.code(503, 17);
        Outcome.Response response = (Outcome.Response) phone.register(server);
        assertThat(response.code()).isEqualTo(503);
        assertThat(response.retryAfterSeconds()).hasValue(17);
    }

    @Test
    void silenceIsGivenUpAfterTheSendsOfTheBudget() {
        server.silent();
        phone.fast();
        long id = phone.begin(new Request.Register("r", 600), hop(server), Budget.sends(3));
        Outcome.NoAnswer none = (Outcome.NoAnswer) phone.outcome(id);
        assertThat(none.sends()).isEqualTo(3);
        assertThat(none.afterMs()).isBetween(350L, 2_350L);
        assertThat(server.received("REGISTER")).hasSize(3);
    }

    @Test
    void icmpIsUnreachable() {
        server.closeSockets();
        assertThat(phone.register(server))
                .isInstanceOfSatisfying(
                        Outcome.Unreachable.class,
                        how -> assertThat(how.kind()).isEqualTo(Outcome.Kind.ICMP));
    }

    @Test
    void aLateGrantIsTakenBack() {
        server.challenge(false).script("REGISTER", Step.late(Duration.ofMillis(700)));
        phone.fast();
        Outcome outcome = phone.send(new Request.Register("r", 600), hop(server), Budget.sends(2));
        assertThat(outcome).isInstanceOf(Outcome.NoAnswer.class);
        assertThat(phone.event(LineEvent.LateSuccess.class).method()).isEqualTo("REGISTER");
        server.awaitReceived(
                "removal",
                m -> m.first("Expires").equals(java.util.Optional.of("0")),
                1,
                Phone.SOON);
        org.awaitility.Awaitility.await()
                .atMost(Phone.SOON)
                .until(() -> server.bindings("100").isEmpty());
    }

    @Test
    void credentialsNeverReachTheTrace() {
        phone.register(server);
        String all = phone.line.trace().toString();
        assertThat(all).contains("Authorization: Digest ***").doesNotContain("response=");
    }

    private String lastAuthorization() {
        List<Recorded> requests = server.received("REGISTER");
        return requests.get(requests.size() - 1).message().first("Authorization").orElse("");
    }

    private static Outcome granted(int seconds) {
        return new Outcome.Response(
                200, "OK", java.util.OptionalInt.empty(), java.util.OptionalInt.of(seconds));
    }
}
