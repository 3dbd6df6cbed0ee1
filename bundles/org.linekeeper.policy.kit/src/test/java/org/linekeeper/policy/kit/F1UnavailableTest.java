// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.BACKUP;
import static org.linekeeper.policy.kit.TwoServers.PRIMARY;
import static org.linekeeper.policy.kit.TwoServers.code;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;
import static org.linekeeper.policy.kit.TwoServers.unreachable;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.Health;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** F1: what says that a server is unavailable, and what does not. */
class F1UnavailableTest {
    static Stream<Arguments> unavailable() {
        return Stream.of(
                Arguments.of(code(500), "response_500"),
                Arguments.of(code(503), "response_503"),
                Arguments.of(silence(), "no_answer"),
                Arguments.of(unreachable(Outcome.Kind.ICMP), "icmp"),
                Arguments.of(unreachable(Outcome.Kind.NO_ROUTE), "icmp"),
                Arguments.of(unreachable(Outcome.Kind.TCP_REFUSED), "tcp_refused"),
                Arguments.of(unreachable(Outcome.Kind.TCP_TIMEOUT), "tcp_timeout"),
                Arguments.of(unreachable(Outcome.Kind.TCP_RESET), "tcp_closed"),
                Arguments.of(unreachable(Outcome.Kind.TCP_CLOSED), "tcp_closed"),
                Arguments.of(unreachable(Outcome.Kind.TLS), "tls"));
    }

    @ParameterizedTest
    @MethodSource("unavailable")
    void F1_aRegisterThatEndsLikeThisMovesTheLine(Outcome outcome, String why) {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.advance(java.time.Duration.ofSeconds(TwoServers.EXPIRES_SECONDS));

        line.answer(outcome);

        assertThat(line.state().status()).isEqualTo(Status.SWITCHING);
        assertThat(line.state().why()).isEqualTo(new Why(why));
        assertThat(line.only().hop()).isEqualTo(BACKUP);
        assertThat(line.state().health().get(PRIMARY.target()).verdict())
                .isEqualTo(Health.Verdict.QUARANTINED);
    }

    @ParameterizedTest
    @MethodSource("unavailable")
    void F1_anInviteThatEndsLikeThisMovesTheLine(Outcome outcome, String why) {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");

        line.answer(outcome);

        assertThat(line.state().status()).isEqualTo(Status.SWITCHING);
        assertThat(line.state().why()).isEqualTo(new Why(why));
        assertThat(line.only(Request.Register.class).hop()).isEqualTo(BACKUP);
    }

    @ParameterizedTest
    @MethodSource("unavailable")
    void F1_aByeThatEndsLikeThisMovesTheLine(Outcome outcome, String why) {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        line.answer(ok());
        line.hangUp("c1");

        line.answer(outcome);

        assertThat(line.state().status()).isEqualTo(Status.SWITCHING);
        assertThat(line.state().why()).isEqualTo(new Why(why));
        assertThat(line.only(Request.Register.class).hop()).isEqualTo(BACKUP);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 407, 480, 486, 487, 501, 504, 600, 603})
    void F1_aServerThatRefusesACallIsAlive(int code) {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");

        line.answer(code(code));

        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(line.state().current()).contains(PRIMARY);
        assertThat(line.pending()).isEmpty();
        assertThat(line.call("c1").state()).isEqualTo(Call.State.FAILED);
        assertThat(line.call("c1").code()).hasValue(code);
    }

    @Test
    void F1_aProvisionalResponseSaysThatTheServerIsAlive() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.happen(
                new LineEvent.HealthObserved(
                        PRIMARY.target(), silence(), LineEvent.HealthObserved.Source.OTHER_LINE));
        line.dial("c1");

        line.happen(new LineEvent.Provisional(line.only().attempt(), 100));

        assertThat(line.state().health().get(PRIMARY.target())).isEqualTo(Health.GOOD);
        assertThat(line.call("c1").state()).isEqualTo(Call.State.TRYING);
    }

    @Test
    void F1_whatIsUnavailableStandsInTheConfiguration() {
        VirtualLine line =
                VirtualLine.started(
                        TwoServers.config()
                                .with(draft -> draft.unavailableCodes(java.util.Set.of(503))));

        line.answer(code(500));

        assertThat(line.state().status()).isEqualTo(Status.UNREGISTERED);
        assertThat(line.state().why()).isEqualTo(new Why("response_500"));
        assertThat(line.pending()).isEmpty();
        assertThat(line.state().current()).isEqualTo(Optional.of(PRIMARY));
    }
}
