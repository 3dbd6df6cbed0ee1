// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.BACKUP;
import static org.linekeeper.policy.kit.TwoServers.PRIMARY;
import static org.linekeeper.policy.kit.TwoServers.code;
import static org.linekeeper.policy.kit.TwoServers.hop;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.retryAfter;
import static org.linekeeper.policy.kit.TwoServers.silence;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Request;

/** F6: every server is tried in order, the last one for the whole time; then the user is told. */
class F6AllDownTest {
    private static final Budget COUNTED = Budget.sends(4);

    private static VirtualLine silentFromTheStart(LineConfig config) {
        VirtualLine line = VirtualLine.of(config);
        VirtualServers servers = new VirtualServers(line);
        for (int i = 0; i < config.servers().size(); i++) {
            servers.set(hop(i).target(), new VirtualServers.Silent());
        }
        line.happen(new org.linekeeper.api.policy.LineEvent.Started());
        return line;
    }

    private static Command.StartTimer retry(VirtualLine line) {
        return line.commands().stream()
                .filter(Command.StartTimer.class::isInstance)
                .map(Command.StartTimer.class::cast)
                .filter(timer -> timer.name().equals(Registering.RETRY))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    @Test
    void F6_theServersAreTriedInOrderAndTheLastOneForTheWholeTime() {
        VirtualLine line = silentFromTheStart(TwoServers.config(3));

        line.advance(Duration.ofMillis(7500 + 7500 + 32_000));

        assertThat(line.sent())
                .extracting(VirtualLine.Sent::hop)
                .containsExactly(hop(0), hop(1), hop(2));
        assertThat(line.sent())
                .extracting(VirtualLine.Sent::budget)
                .containsExactly(COUNTED, COUNTED, Budget.WHOLE);
        assertThat(line.sent())
                .extracting(VirtualLine.Sent::atMs)
                .containsExactly(0L, 7500L, 15_000L);
        assertThat(line.state().status()).isEqualTo(Status.UNREGISTERED);
        assertThat(line.state().why()).isEqualTo(Why.ALL_FAILED);
        assertThat(line.state().sinceMs()).isEqualTo(47_000);
        assertThat(line.state().current()).isEmpty();
    }

    @Test
    void F6_anOnlyServerIsTheLastOne() {
        VirtualLine line = VirtualLine.started(TwoServers.config(1));

        assertThat(line.only().budget()).isEqualTo(Budget.WHOLE);
    }

    @Test
    void F6_aCallFailsWith408AndTheUserIsTold() {
        VirtualLine line = VirtualLine.of(TwoServers.config());
        VirtualServers servers = new VirtualServers(line);
        line.happen(new org.linekeeper.api.policy.LineEvent.Started());
        line.advance(Duration.ofSeconds(1));
        servers.set(PRIMARY.target(), new VirtualServers.Silent());
        servers.set(BACKUP.target(), new VirtualServers.Silent());
        line.dial("c1");

        // The INVITE found the primary dead, so the backup is the last one for the REGISTER.
        line.advance(Duration.ofMillis(7500 + 32_000 - 1));
        assertThat(line.call("c1").state()).isEqualTo(Call.State.TRYING);
        line.commands();
        line.advance(Duration.ofMillis(1));

        assertThat(line.call("c1").state()).isEqualTo(Call.State.FAILED);
        assertThat(line.call("c1").code()).hasValue(408);
        assertThat(line.commands()).contains(new Command.EndCall("c1", 486, "no server answers"));
        assertThat(line.state().status()).isEqualTo(Status.UNREGISTERED);
    }

    @Test
    void F6_aCallFailsWith503WhenNoServerCanBeReached() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        line.answer(TwoServers.unreachable(Outcome.Kind.ICMP));
        line.answer(TwoServers.unreachable(Outcome.Kind.ICMP));

        assertThat(line.call("c1").code()).hasValue(503);
        assertThat(line.call("c1").state()).isEqualTo(Call.State.FAILED);
    }

    @Test
    void F6_aCallFailsWithTheCodeOfTheLastServer() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        line.answer(silence());
        line.answer(code(500));

        assertThat(line.call("c1").code()).hasValue(500);
    }

    @Test
    void F6_anInviteAtTheLastServerGetsTheWholeTime() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        assertThat(line.only().budget()).isEqualTo(COUNTED);
        line.answer(silence());
        assertThat(line.only().budget()).as("REGISTER").isEqualTo(Budget.WHOLE);
        line.answer(ok());

        assertThat(line.only().what()).isInstanceOf(Request.Invite.class);
        assertThat(line.only().budget()).isEqualTo(Budget.WHOLE);
        line.answer(silence());
        assertThat(line.call("c1").code()).hasValue(408);
        // The server registers phones and takes no calls: the line finds out whether it lives.
        assertThat(line.only(Request.Register.class).hop()).isEqualTo(BACKUP);
    }

    @Test
    void F6_theRetryIsDrawnFromHalfToTheWholeOfAnIntervalThatDoublesUpToHalfAnHour() {
        VirtualLine line = VirtualLine.started(TwoServers.config());
        List<Long> wholes = List.of(32L, 64L, 128L, 256L, 512L, 1024L, 1800L, 1800L);
        for (long whole : wholes) {
            line.commands();
            line.answer(silence());
            line.answer(silence());

            Command.StartTimer timer = retry(line);
            assertThat(timer.delay()).isEqualTo(Duration.ofMillis(whole * 500));
            assertThat(timer.spread()).isEqualTo(Duration.ofMillis(whole * 500));
            line.advance(Duration.ofSeconds(whole));
            assertThat(line.only().hop()).isEqualTo(PRIMARY);
        }
    }

    @Test
    void F6_aSuccessStartsTheDoublingAgain() {
        VirtualLine line = VirtualLine.started(TwoServers.config());
        line.answer(silence());
        line.answer(silence());
        line.advance(Duration.ofSeconds(32));
        line.answer(silence());
        line.answer(ok());
        line.happen(new org.linekeeper.api.policy.LineEvent.TimerFired(Registering.REFRESH));
        line.answer(silence());
        line.answer(silence());

        assertThat(retry(line).delay()).isEqualTo(Duration.ofSeconds(16));
    }

    @Test
    void F6_aCallDoesNotWaitForTheRetry() {
        VirtualLine line = VirtualLine.started(TwoServers.config());
        line.answer(silence());
        line.answer(silence());
        assertThat(line.pending()).isEmpty();

        line.dial("c1");

        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        line.answer(ok());
        assertThat(line.only().what()).isEqualTo(new Request.Invite("c1", "200"));
        assertThat(line.state().timers()).doesNotContainKey(Registering.RETRY);
    }

    @Test
    void F6_retryAfterOnlyLengthensTheWait() {
        VirtualLine line = VirtualLine.started(TwoServers.config());
        line.answer(silence());
        line.answer(retryAfter(503, 300));
        assertThat(retry(line).delay()).isEqualTo(Duration.ofSeconds(300));

        VirtualLine shorter = VirtualLine.started(TwoServers.config());
        shorter.answer(silence());
        shorter.answer(retryAfter(503, 3));
        assertThat(retry(shorter).delay()).isEqualTo(Duration.ofSeconds(16));

        VirtualLine endless = VirtualLine.started(TwoServers.config());
        endless.answer(silence());
        endless.answer(retryAfter(503, Integer.MAX_VALUE));
        assertThat(retry(endless).delay()).isEqualTo(Duration.ofSeconds(1800));
    }

    @Test
    void F6_theLineComesBackByItself() {
        VirtualLine line = silentFromTheStart(TwoServers.config());
        line.advance(Duration.ofMinutes(10));
        assertThat(line.state().status()).isEqualTo(Status.UNREGISTERED);

        new VirtualServers(line).set(BACKUP.target(), new VirtualServers.Silent());
        line.advance(Duration.ofSeconds(1800 + 40));

        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
    }

    @Test
    void aLongRetryIntervalIsNotShortenedByTheLimit() {
        VirtualLine line =
                VirtualLine.started(TwoServers.config().with(draft -> draft.retrySeconds(86_400)));
        line.answer(silence());
        line.answer(silence());

        assertThat(retry(line).delay()).isEqualTo(Duration.ofSeconds(43_200));
    }

    @Test
    void behindProxiesTheProxiesAreTriedInOrder() {
        LineConfig config =
                TwoServers.config(1)
                        .with(
                                draft ->
                                        draft.outboundProxies(
                                                List.of(
                                                        Server.at(TwoServers.address(0)),
                                                        Server.at(TwoServers.address(1)))));
        VirtualLine line = VirtualLine.started(config);
        Hop first = line.only().hop();
        assertThat(first.proxy()).hasValue(0);
        assertThat(first.server()).isZero();
        line.answer(silence());

        assertThat(line.only().hop().proxy()).hasValue(1);
        line.answer(ok());
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
    }
}
