// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.code;
import static org.linekeeper.policy.kit.TwoServers.granted;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;
import static org.linekeeper.policy.kit.Yealink.A;
import static org.linekeeper.policy.kit.Yealink.B;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Subscription;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** Subscriptions: set up, renewed, ended, and taken along (Y12). */
class SubscribingTest {
    private static final LineConfig STAYS =
            Yealink.one(Yealink.failback(Failback.Mode.DURATION, 600));
    private static final LineConfig FOLLOWS =
            STAYS.with(
                    draft ->
                            draft.servers(
                                    java.util.List.of(
                                            STAYS.servers()
                                                    .get(0)
                                                    .with(s -> s.resubscribe(true)))));

    private static VirtualLine subscribed(LineConfig config) {
        VirtualLine line = Yealink.onA(config);
        line.happen(new LineEvent.SubscribeAsked("s1", "message-summary", ""));
        line.answer(granted(600));
        return line;
    }

    private static Subscription one(VirtualLine line) {
        return line.state().subscriptions().get("s1");
    }

    private static int expires(VirtualLine.Sent sent) {
        return ((Request.Subscribe) sent.what()).expiresSeconds();
    }

    private static void lostToB(VirtualLine line) {
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        line.answer(line.only(Request.Register.class), silence());
        line.answer(line.only(Request.Register.class), ok());
    }

    @Test
    void whatIsAskedForIsSetUpWhereTheLineIs() {
        VirtualLine line = subscribed(STAYS);

        assertThat(one(line).state()).isEqualTo(Subscription.State.ACTIVE);
        assertThat(one(line).hop()).contains(A);
        assertThat(one(line).expiresAtMs()).isEqualTo(line.nowMs() + 600_000);
    }

    @Test
    void itIsRenewedBeforeItRunsOut() {
        VirtualLine line = subscribed(STAYS);

        line.advance(Duration.ofSeconds(600));

        assertThat(line.only().what()).isInstanceOf(Request.Subscribe.class);
    }

    @Test
    void itWaitsForALineThatIsNotInService() {
        VirtualLine line = Yealink.started(Yealink.one(draft -> draft.onlyRegistered(true)));
        line.happen(new LineEvent.SubscribeAsked("s1", "dialog", "sip:200@one.example"));
        assertThat(line.only().what()).isInstanceOf(Request.Register.class);

        line.answer(ok());

        assertThat(line.only().what())
                .isEqualTo(new Request.Subscribe("s1", "dialog", "sip:200@one.example", 3600));
    }

    @Test
    void Y12_onASwitchItIsRenewedAtTheNewTargetAtOnce() {
        VirtualLine line = subscribed(FOLLOWS);

        lostToB(line);

        assertThat(line.only(Request.Subscribe.class).hop()).isEqualTo(B);
        line.answer(line.only(Request.Subscribe.class), ok());
        assertThat(one(line).hop()).contains(B);
    }

    @Test
    void Y12_onTheWayBackToo() {
        VirtualLine line = subscribed(FOLLOWS);
        lostToB(line);
        line.answer(line.only(Request.Subscribe.class), ok());
        line.advance(Duration.ofSeconds(600));

        line.answer(line.only(Request.Register.class), ok());

        assertThat(line.only(Request.Subscribe.class).hop()).isEqualTo(A);
    }

    @Test
    void Y12_withoutItNothingIsRenewedBeforeItsTime() {
        VirtualLine line = subscribed(STAYS);

        lostToB(line);

        assertThat(line.pending()).isEmpty();
        assertThat(one(line).hop()).contains(A);
    }

    @Test
    void aDialogThatTheServerForgotIsSetUpAnew() {
        VirtualLine line = subscribed(STAYS);
        line.advance(Duration.ofSeconds(600));

        line.answer(code(481));

        assertThat(line.only().what()).isInstanceOf(Request.Subscribe.class);
        line.answer(code(481));
        assertThat(line.pending()).as("once").isEmpty();
    }

    @Test
    void aRefusalIsNotRepeated() {
        VirtualLine line = Yealink.onA(STAYS);
        line.happen(new LineEvent.SubscribeAsked("s1", "unknown", ""));

        line.answer(code(489));

        assertThat(one(line).state()).isEqualTo(Subscription.State.TERMINATED);
        assertThat(line.state().timers()).containsOnlyKeys(Registering.REFRESH);
    }

    @Test
    void whatTheServerEndsIsAskedForAsItsReasonAllows() {
        VirtualLine line = subscribed(STAYS);
        line.happen(new LineEvent.SubscriptionEnded("s1", "deactivated", OptionalInt.empty()));
        assertThat(line.only().what()).as("at once").isInstanceOf(Request.Subscribe.class);
        line.answer(ok());

        line.happen(new LineEvent.SubscriptionEnded("s1", "probation", OptionalInt.of(60)));
        line.advance(Duration.ofSeconds(59));
        assertThat(line.pending()).isEmpty();
        line.advance(Duration.ofSeconds(1));
        line.answer(ok());

        line.happen(new LineEvent.SubscriptionEnded("s1", "rejected", OptionalInt.empty()));
        assertThat(one(line).state()).isEqualTo(Subscription.State.TERMINATED);
        assertThat(line.pending()).isEmpty();
    }

    @Test
    void aNotifyThatGrantsLessMakesTheRenewalSooner() {
        VirtualLine line = subscribed(STAYS);

        line.happen(new LineEvent.SubscriptionNotified("s1", true, OptionalInt.of(100)));
        line.advance(Duration.ofSeconds(100));

        assertThat(line.only().what()).isInstanceOf(Request.Subscribe.class);
    }

    @Test
    void itsUserEndsItAtTheServer() {
        VirtualLine line = subscribed(STAYS);

        line.happen(new LineEvent.UnsubscribeAsked("s1"));
        assertThat(expires(line.only())).isZero();
        assertThat(line.only().hop()).isEqualTo(A);
        line.answer(silence());

        assertThat(line.state().subscriptions()).isEmpty();
    }

    @Test
    void aPhoneThatStopsSaysGoodbye() {
        VirtualLine line = subscribed(STAYS);

        line.happen(new LineEvent.Stopping());

        assertThat(expires(line.only(Request.Subscribe.class))).isZero();
    }

    @Test
    void aLineThatIsDisabledTakesThemUpAgain() {
        VirtualLine line = subscribed(STAYS);
        line.happen(new LineEvent.Configured(STAYS.with(d -> d.enabled(false))));
        line.happen(new LineEvent.Configured(STAYS));

        line.answer(line.only(Request.Register.class), ok());

        assertThat(line.pending()).anyMatch(s -> s.what() instanceof Request.Subscribe);
    }
}
