// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.lab.sip.DigestAlgorithm;
import org.linekeeper.lab.sip.SipMessage;

final class RegistrarTest {

    private PocketServer server;
    private Phone phone;

    @BeforeEach
    void start() throws Exception {
        server = PocketServer.named("primary").anyUser("secret").start();
        phone = new Phone("100");
    }

    @AfterEach
    void stop() {
        phone.close();
        server.close();
    }

    @Test
    void bindsRefreshesAndRemoves() throws Exception {
        SipMessage ok = phone.ask(server, phone.register(1, 60));
        assertThat(ok.code()).isEqualTo(200);
        assertThat(ok.first("Contact")).contains(phone.contact() + ";expires=60");
        assertThat(ok.to().tag()).isPresent();
        assertThat(ok.topVia().orElseThrow().params())
                .containsEntry("received", "127.0.0.1")
                .containsEntry("rport", "" + phone.socket.getLocalPort());
        phone.ask(server, phone.register(2, 90));
        assertThat(server.bindings("100")).hasSize(1);
        assertThat(phone.ask(server, phone.register(3, 0)).first("Contact")).isEmpty();
        assertThat(server.bindings("100")).isEmpty();
    }

    @Test
    void aStarRemovesAll() throws Exception {
        phone.ask(server, phone.register(1, 60));
        SipMessage star = phone.register(2, 0).with("Contact", "*");
        assertThat(phone.ask(server, star.with("Expires", "5")).code()).isEqualTo(400);
        assertThat(phone.ask(server, phone.next(star)).code()).isEqualTo(200);
        assertThat(server.bindings()).isEmpty();
    }

    @Test
    void contactsWithDifferentValuesOfOneParameterAreTwo() throws Exception {
        phone.ask(server, at(phone.register(1, 60), "s1"));
        phone.ask(server, at(phone.register(2, 60), "s2"));
        assertThat(server.bindings("100")).hasSize(2);
        phone.ask(server, at(phone.register(3, 0), "s2"));
        assertThat(server.bindings("100"))
                .extracting(binding -> binding.contact().params().get("at"))
                .containsExactly("s1");
    }

    private SipMessage at(SipMessage register, String place) {
        return register.with("Contact", phone.contact().replace(">", ";at=" + place + ">"));
    }

    @Test
    void grantsAndRefusesTimesAsSet() throws Exception {
        server.grantExpires(7);
        assertThat(phone.ask(server, phone.register(1, 60)).first("Contact").orElseThrow())
                .endsWith(";expires=7");
        server.minExpires(120);
        SipMessage brief = phone.ask(server, phone.register(2, 60));
        assertThat(brief.code()).isEqualTo(423);
        assertThat(brief.first("Min-Expires")).contains("120");
        assertThat(phone.ask(server, phone.register(3, 0)).code()).isEqualTo(200);
    }

    @Test
    void refusesACSeqThatDoesNotRise() throws Exception {
        phone.ask(server, phone.register(2, 60));
        assertThat(phone.ask(server, phone.register(2, 60)).code()).isEqualTo(500);
        assertThat(phone.ask(server, phone.register(3, 60)).code()).isEqualTo(200);
    }

    @Test
    void aRetransmissionGetsTheSameAnswerAgain() throws Exception {
        SipMessage register = phone.register(1, 60);
        SipMessage first = phone.ask(server, register);
        assertThat(phone.ask(server, register).encode()).isEqualTo(first.encode());
        assertThat(server.received("REGISTER")).hasSize(2);
    }

    @Test
    void bindingsExpireByTheClock() throws Exception {
        long[] now = {0};
        try (PocketServer timed = PocketServer.named("timed").clock(() -> now[0]).start()) {
            phone.ask(timed, phone.register(1, 60));
            now[0] = 59_999;
            assertThat(timed.bindings("100")).hasSize(1);
            now[0] = 60_000;
            assertThat(timed.bindings("100")).isEmpty();
        }
    }

    @Test
    void challengesAndChecksThePassword() throws Exception {
        server.challenge(true);
        SipMessage register = phone.register(1, 60);
        SipMessage challenge = phone.ask(server, register);
        assertThat(challenge.code()).isEqualTo(401);
        SipMessage wrong = phone.authorized(register, challenge, "wrong", 1);
        assertThat(phone.ask(server, wrong).code()).isEqualTo(403);
        SipMessage right = phone.authorized(phone.next(register), challenge, "secret", 1);
        assertThat(phone.ask(server, right).code()).isEqualTo(200);
        SipMessage refresh = phone.authorized(right, challenge, "secret", 2);
        assertThat(phone.ask(server, refresh).code()).isEqualTo(200);
    }

    @Test
    void aSpentOrForgottenNonceIsStale() throws Exception {
        server.challenge(true).algorithms(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
        SipMessage challenge = phone.ask(server, phone.register(1, 60));
        assertThat(challenge.all("WWW-Authenticate")).hasSize(2);
        SipMessage good = phone.authorized(phone.register(1, 60), challenge, "secret", 1);
        assertThat(phone.ask(server, good).code()).isEqualTo(200);
        SipMessage spent = phone.ask(server, phone.authorized(good, challenge, "secret", 1));
        assertThat(spent.code()).isEqualTo(401);
        assertThat(spent.first("WWW-Authenticate").orElseThrow()).contains("stale=true");
        server.staleNonces();
        SipMessage forgotten = phone.ask(server, phone.authorized(good, spent, "secret", 1));
        assertThat(forgotten.first("WWW-Authenticate").orElseThrow()).contains("stale=true");
    }

    @Test
    void aNonceGrowsStaleWithTime() throws Exception {
        long[] now = {0};
        try (PocketServer timed =
                PocketServer.named("timed").user("100", "pw").clock(() -> now[0]).start()) {
            timed.nonceLife(Duration.ofSeconds(30));
            SipMessage register = phone.register(1, 60);
            SipMessage challenge = phone.ask(timed, register);
            SipMessage first = phone.authorized(register, challenge, "pw", 1);
            now[0] = 30_000;
            assertThat(phone.ask(timed, first).code()).isEqualTo(200);
            now[0] = 30_001;
            SipMessage late = phone.ask(timed, phone.authorized(first, challenge, "pw", 2));
            assertThat(late.first("WWW-Authenticate").orElseThrow()).contains("stale=true");
        }
    }
}
