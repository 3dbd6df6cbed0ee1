// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Subscription;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** Subscriptions over a restart of the phone. */
class KeptSubscriptionsTest {
    private static final LineConfig CONFIG = Examples.line(1);

    @TempDir Path home;

    private final Script policy = Script.subscribing();
    private World before;

    @BeforeEach
    void start() {
        before = World.draft().home(home).make().with(policy).open(CONFIG);
    }

    @Test
    void itIsThereAgainAndStandsNowhere() {
        subscribe("s1");
        before.wire(1).endLast(Examples.granted(60));
        assertThat(before.line(1).state().subscriptions().get("s1").hop()).isPresent();
        before.clock.advanceMs(1_000);
        assertThat(afterRestart()).isEqualTo(Map.of("s1", Subscription.asked("s1", "e", "")));
    }

    @Test
    void oneThatIsBeingEndedDoesNotComeBack() {
        subscribe("s1");
        before.line(1).post(new LineEvent.UnsubscribeAsked("s1"));
        before.clock.advanceMs(1_000);
        assertThat(before.line(1).state().subscriptions()).containsKey("s1");
        assertThat(afterRestart()).isEmpty();
    }

    /** The line says goodbye at its servers; what the user wants is not over by that. */
    @Test
    void theGoodbyeDoesNotEndWhatTheUserWants() throws InterruptedException {
        policy.change(
                LineEvent.Stopping.class, state -> state.with(d -> d.subscriptions().clear()));
        subscribe("s1");
        before.wire(1).endLast(Examples.granted(60));
        before.set.stopAll();
        assertThat(before.line(1).state().subscriptions()).isEmpty();
        before.around.store().orElseThrow().close();
        assertThat(afterRestart()).containsOnlyKeys("s1");
    }

    /** Flash wears: only a binding is worth a write of its own. */
    @Test
    void aGrantedSubscriptionWaitsItsSecondAndAGrantedBindingDoesNot() {
        subscribe("s1");
        before.wire(1).endLast(Examples.granted(60));
        assertThat(home.resolve("line-1.state")).doesNotExist();
        policy.on(
                LineEvent.RegisterAsked.class,
                (state, event) -> {
                    long id = state.nextId();
                    Round round =
                            Round.of(id, Round.Purpose.REGISTER, "r1").trying(Examples.hop(0), id);
                    return new Decision(
                            state.with(draft -> draft.nextId(id + 1).rounds().put(id, round)),
                            List.of(
                                    new Command.Send(
                                            id,
                                            new Request.Register("r1", 60),
                                            Examples.hop(0),
                                            Budget.WHOLE)));
                });
        before.line(1).post(new LineEvent.RegisterAsked());
        before.wire(1).endLast(Examples.granted(60));
        assertThat(home.resolve("line-1.state")).exists();
    }

    /** The whole way, with the policy that phones have. */
    @Test
    void afterARestartTheKitAsksForItAnewUnderItsId() throws InterruptedException {
        World kit = World.draft().home(home).make().with(World.kit());
        kit.signalling.answer(sent -> Examples.granted(600));
        kit.open(CONFIG);
        kit.line(1).post(new LineEvent.SubscribeAsked("s1", "e", ""));
        kit.line(1).post(new LineEvent.SubscribeAsked("s2", "e", ""));
        kit.line(1).post(new LineEvent.UnsubscribeAsked("s2"));
        assertThat(kit.line(1).state().subscriptions().get("s1").state())
                .isEqualTo(Subscription.State.ACTIVE);
        assertThat(kit.wire(1).last().what()).isEqualTo(new Request.Subscribe("s2", "e", "", 0));
        assertThat(kit.wire(1).done()).contains("forget s2");
        kit.set.stopAll();
        kit.around.store().orElseThrow().close();

        World again = World.draft().home(home).make().with(World.kit());
        again.signalling.answer(sent -> Examples.granted(600));
        again.open(CONFIG);
        assertThat(again.wire(1).sent())
                .extracting(FakeLine.Sent::what)
                .filteredOn(Request.Subscribe.class::isInstance)
                .containsExactly(new Request.Subscribe("s1", "e", "", 3600));
        assertThat(again.line(1).state().subscriptions().get("s1").hop()).contains(Examples.hop(0));
        assertThat(again.line(1).counters()).doesNotContainKey("decisions_refused");
    }

    private void subscribe(String id) {
        before.line(1).post(new LineEvent.SubscribeAsked(id, "e", ""));
    }

    private Map<String, Subscription> afterRestart() {
        Script listening = Script.silent();
        World after = World.draft().home(home).make().with(listening).open(CONFIG);
        assertThat(listening.events()).containsExactly(new LineEvent.Started());
        return after.line(1).state().subscriptions();
    }
}
