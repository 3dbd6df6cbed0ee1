// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.code;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;
import static org.linekeeper.policy.kit.Yealink.A;
import static org.linekeeper.policy.kit.Yealink.B;
import static org.linekeeper.policy.kit.Yealink.C;
import static org.linekeeper.policy.kit.Yealink.PROXY_A;
import static org.linekeeper.policy.kit.Yealink.PROXY_B;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Redundancy.Scheme;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** Fallback between servers, one at a time and concurrently, and between proxies. */
class Y13Y16BetweenServersTest {
    private static final LineConfig SUCCESSIVE = Yealink.two(Scheme.SUCCESSIVE, Yealink.plain());
    private static final LineConfig CONCURRENT = Yealink.two(Scheme.CONCURRENT, Yealink.plain());
    private static final LineConfig PROXIED = Yealink.proxied(Yealink.plain());

    private static List<Hop> pending(VirtualLine line) {
        return line.pending().stream().map(VirtualLine.Sent::hop).toList();
    }

    /** A second server alone, which is the third and last target asked. */
    private static VirtualLine onC() {
        VirtualLine line = Yealink.started(SUCCESSIVE);
        line.answer(silence());
        line.answer(silence());
        line.answer(ok());
        return line;
    }

    @Test
    void Y13_withOneServerAtATimeTheSecondIsAskedWhenTheFirstHasFailed() {
        VirtualLine line = Yealink.started(SUCCESSIVE);
        assertThat(line.only().hop()).isEqualTo(A);
        line.answer(silence());
        assertThat(line.only().hop()).isEqualTo(B);
        line.answer(silence());
        assertThat(line.only().hop()).isEqualTo(C);
        assertThat(line.only().budget()).isEqualTo(Budget.WHOLE);
        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
    }

    @Test
    void Y13_theFirstServerIsProbedEachInterval() {
        VirtualLine line = onC();
        line.advance(Duration.ofSeconds(Yealink.FALLBACK_SECONDS));
        assertThat(line.only().hop()).isEqualTo(A);
        assertThat(line.only().budget()).as("a probe").isEqualTo(Budget.sends(3));
        line.answer(silence());
        assertThat(line.only().hop()).isEqualTo(B);
        line.answer(silence());
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);

        line.advance(Duration.ofSeconds(Yealink.FALLBACK_SECONDS));
        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(line.state().why()).isEqualTo(Why.RETURNED);
    }

    @Test
    void Y13_onTheSecondServerRequestsGoThere() {
        VirtualLine line = onC();

        line.dial("c1");
        assertThat(line.only().hop()).isEqualTo(C);
        line.answer(ok());
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));

        assertThat(line.only().hop()).isEqualTo(C);
    }

    @Test
    void Y14_bothServersAreRegisteredWithAtTheSameTime() {
        VirtualLine line = Yealink.started(CONCURRENT);
        assertThat(pending(line)).containsExactlyInAnyOrder(A, C);

        Yealink.answer(line, A, ok());
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        Yealink.answer(line, C, ok());

        assertThat(Yealink.at(line.state())).isEqualTo(A);
        assertThat(line.state().registrations().values())
                .extracting(Registration::state)
                .containsExactly(Registration.State.REGISTERED, Registration.State.REGISTERED);
    }

    @Test
    void Y14_anUnansweredInviteGoesToTheSecondServerAtOnceAndTheFirstIsLookedAt() {
        VirtualLine line = Yealink.onBoth(CONCURRENT);
        line.dial("c1");
        Yealink.answer(line, A, silence());
        assertThat(line.only().hop()).isEqualTo(B);
        assertThat(line.only().budget()).isEqualTo(Budget.sends(3));
        line.answer(silence());
        assertThat(line.only().what()).isInstanceOf(Request.Invite.class);
        assertThat(line.only().hop()).isEqualTo(C);

        line.answer(ok());

        assertThat(line.call("c1").state()).isEqualTo(Call.State.ESTABLISHED);
        assertThat(Yealink.at(line.state())).isEqualTo(C);
        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
        assertThat(line.only().hop()).isEqualTo(A);
    }

    @Test
    void Y14_whileTheFirstIsOutItIsAskedEachRetryIntervalByTheCount() {
        VirtualLine line = Yealink.onBoth(CONCURRENT);
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        Yealink.answer(line, A, silence());
        Yealink.answer(line, B, silence());
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
        assertThat(line.state().why()).isEqualTo(Why.NO_ANSWER);

        for (int i = 0; i < 3; i++) {
            line.advance(Duration.ofSeconds(Yealink.RETRY_SECONDS));
            assertThat(line.only().hop()).isEqualTo(A);
            assertThat(line.only().budget()).isEqualTo(Budget.sends(3));
            line.answer(silence());
            assertThat(line.only().budget()).isEqualTo(Budget.sends(3));
            line.answer(silence());
        }
        line.dial("c1");
        assertThat(line.only().hop()).isEqualTo(C);
    }

    @Test
    void Y14_onceTheFirstAnswersCallsGoThereAgain() {
        VirtualLine line = Yealink.onBoth(CONCURRENT);
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        Yealink.answer(line, A, silence());
        Yealink.answer(line, B, silence());
        line.advance(Duration.ofSeconds(Yealink.RETRY_SECONDS));
        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(line.state().why()).isEqualTo(Why.RETURNED);
        assertThat(line.pending()).as("the second binding stays").isEmpty();
        line.dial("c1");
        assertThat(line.only().hop()).isEqualTo(A);
    }

    @Test
    void Y14_eachServerHasItsOwnExpiry() {
        LineConfig config =
                CONCURRENT.with(
                        d ->
                                d.servers(
                                        List.of(
                                                CONCURRENT
                                                        .servers()
                                                        .get(0)
                                                        .with(s -> s.expiresSeconds(300)),
                                                CONCURRENT
                                                        .servers()
                                                        .get(1)
                                                        .with(s -> s.expiresSeconds(900)))));
        VirtualLine line = Yealink.started(config);

        assertThat(line.pending())
                .extracting(sent -> ((Request.Register) sent.what()).expiresSeconds())
                .containsExactlyInAnyOrder(300, 900);
    }

    @Test
    void Y14_aFirstServerThatRefusesLeavesTheSecondToServe() {
        VirtualLine line = Yealink.started(CONCURRENT);
        Yealink.answer(line, C, ok());
        Yealink.answer(line, A, code(403));

        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
        assertThat(line.state().why().word()).isEqualTo("response_403");
    }

    @Test
    void Y14_subscriptionsStayWithTheFirstServer() {
        VirtualLine line = Yealink.onBoth(CONCURRENT);
        line.happen(new LineEvent.SubscribeAsked("s1", "message-summary", ""));
        assertThat(line.only().hop()).isEqualTo(A);
        line.answer(silence());
        assertThat(line.only(Request.Subscribe.class).hop()).isEqualTo(B);
        Yealink.answer(line, B, silence());

        assertThat(line.pending()).extracting(VirtualLine.Sent::hop).doesNotContain(C);
        assertThat(line.pending()).noneMatch(s -> s.what() instanceof Request.Subscribe);
    }

    @Test
    void Y14_whileTheSecondServesSubscriptionsWaitForTheFirst() {
        VirtualLine line = Yealink.onBoth(CONCURRENT);
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        Yealink.answer(line, A, silence());
        Yealink.answer(line, B, silence());

        line.happen(new LineEvent.SubscribeAsked("s1", "message-summary", ""));
        assertThat(line.pending()).isEmpty();
        line.advance(Duration.ofSeconds(Yealink.RETRY_SECONDS));
        line.answer(ok());

        assertThat(line.only().what()).isInstanceOf(Request.Subscribe.class);
        assertThat(line.only().hop()).isEqualTo(A);
    }

    @Test
    void Y14_aSubscriptionThatIsDueWhileTheSecondServesWaitsToo() {
        VirtualLine line = Yealink.onBoth(CONCURRENT);
        line.happen(new LineEvent.SubscribeAsked("s1", "message-summary", ""));
        line.answer(ok());
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        Yealink.answer(line, A, silence());
        Yealink.answer(line, B, silence());
        assertThat(line.pending()).isEmpty();

        line.happen(new LineEvent.TimerFired("subscription-s1"));

        assertThat(line.pending()).isEmpty();
        line.advance(Duration.ofSeconds(Yealink.RETRY_SECONDS));
        line.answer(ok());
        assertThat(line.only().what()).isInstanceOf(Request.Subscribe.class);
    }

    @Test
    void Y14_whenTheSecondGoesTooTheLineIsOut() {
        VirtualLine line = Yealink.onBoth(CONCURRENT);
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        Yealink.answer(line, A, silence());
        Yealink.answer(line, B, silence());
        line.happen(new LineEvent.TimerFired("standby-2"));

        Yealink.answer(line, C, silence());

        assertThat(line.state().status()).isEqualTo(Status.UNREGISTERED);
        assertThat(line.state().why()).isEqualTo(Why.ALL_FAILED);
    }

    @Test
    void Y14_aTargetOfTheSecondThatIsNotAskedAnyMoreIsForgotten() {
        VirtualLine line = VirtualLine.of(CONCURRENT);
        Names names = Yealink.names(CONCURRENT);
        names.knows(ServerRef.server(1), Yealink.TTL_SECONDS, "192.0.2.21", "192.0.2.22");
        line.locator(names);
        line.happen(new LineEvent.Started());
        Yealink.answer(line, A, ok());
        Yealink.answer(line, C, silence());
        assertThat(line.only().hop().target().address()).isEqualTo("192.0.2.22");

        line.happen(new LineEvent.NetworkChanged());
        line.advance(Duration.ofSeconds(1));
        Yealink.answer(line, A, ok());
        Yealink.answer(line, C, ok());

        assertThat(line.state().registrations().values())
                .extracting(Registration::hop)
                .containsExactlyInAnyOrder(A, C);
    }

    @Test
    void Y14_whichServerComesFirstServes() {
        VirtualLine line = Yealink.started(CONCURRENT);
        Yealink.answer(line, A, silence());
        Yealink.answer(line, B, silence());
        assertThat(line.state().status()).isEqualTo(Status.UNREGISTERED);

        Yealink.answer(line, C, ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
    }

    @Test
    void Y14_aServerThatIsLookedUpAnewKeepsNoBindingThatNobodyAsksFor() {
        VirtualLine line = VirtualLine.of(CONCURRENT);
        Names names = Yealink.names(CONCURRENT);
        line.locator(names);
        line.happen(new LineEvent.Started());
        Hop elsewhere = Hop.direct(1, Yealink.target("192.0.2.22"));
        names.knows(ServerRef.server(1), Yealink.TTL_SECONDS, "192.0.2.22", "192.0.2.21");

        // The first is asked at the address known last; the second has the new one.
        line.happen(new LineEvent.NetworkChanged());
        line.happen(new LineEvent.NetworkChanged());
        Yealink.answer(line, elsewhere, ok());

        assertThat(line.state().registrations().values())
                .extracting(Registration::hop)
                .contains(elsewhere)
                .doesNotContain(C);
    }

    @Test
    void Y16_requestsGoThroughTheFirstProxyThenTheSecond() {
        VirtualLine line = Yealink.started(PROXIED);
        assertThat(line.only().hop()).isEqualTo(PROXY_A);
        line.answer(ok());
        line.dial("c1");
        assertThat(line.only().hop()).isEqualTo(PROXY_A);
        line.answer(silence());
        assertThat(line.only().hop()).isEqualTo(PROXY_B);
        assertThat(line.only().what()).isInstanceOf(Request.Invite.class);

        line.answer(silence());

        assertThat(line.call("c1").state())
                .as("never past the proxies")
                .isEqualTo(Call.State.FAILED);
    }

    @Test
    void Y11_aProxyThatDoesNotAnswerCorrectlyIsPassedOver() {
        VirtualLine line = Yealink.started(PROXIED);
        line.answer(ok());
        line.dial("c1");

        line.answer(code(502));

        assertThat(line.only().hop()).isEqualTo(PROXY_B);
    }

    @Test
    void Y16_theFirstProxyIsProbedAtItsInterval() {
        VirtualLine line = Yealink.started(PROXIED);
        line.answer(silence());
        line.answer(ok());
        line.advance(Duration.ofSeconds(Yealink.PROXY_SECONDS - 1));
        line.pending().forEach(refresh -> line.answer(refresh, ok()));

        line.advance(Duration.ofSeconds(1));

        assertThat(line.only().hop()).isEqualTo(PROXY_A);
        line.answer(ok());
        assertThat(line.state().why()).isEqualTo(Why.RETURNED);
    }

    @Test
    void Y16_theCountOfAnInviteHoldsBetweenProxies() {
        VirtualLine line =
                Yealink.started(
                        Yealink.proxied(draft -> draft.inviteTransmissions(OptionalInt.of(2))));
        line.answer(ok());

        line.dial("c1");

        assertThat(line.only().budget()).isEqualTo(Budget.sends(2));
    }
}
