// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

class LineRuntimeTest {
    private final Script policy = Script.silent();
    private final World world = World.draft().make().with(policy);
    private final LineRuntime line = world.open(Examples.line(1)).line(1);
    private final FakeLine wire = world.wire(1);

    @Test
    void theOutcomeOfALiveAttemptIsDecidedOnce() {
        policy.on(LineEvent.OptionsAsked.class, (state, e) -> Script.send(state, Examples.hop(0)));
        policy.on(
                LineEvent.AttemptEnded.class,
                (state, event) -> Decision.unchanged(Script.close(state, 1)));
        line.post(new LineEvent.OptionsAsked());
        assertThat(wire.last().what()).isEqualTo(new Request.Options());
        wire.end(1, Outcome.Response.of(200));
        wire.end(1, Examples.SILENCE);
        assertThat(policy.events(LineEvent.AttemptEnded.class))
                .containsExactly(new LineEvent.AttemptEnded(1, Outcome.Response.of(200)));
        assertThat(line.counters()).containsEntry("outcomes_dropped", 1L);
    }

    @Test
    void theOutcomeOfAnAttemptThatNeverWasIsDroppedAndCounted() {
        wire.end(4711, Outcome.Response.of(200));
        assertThat(policy.events(LineEvent.AttemptEnded.class)).isEmpty();
        assertThat(line.counters()).containsEntry("outcomes_dropped", 1L);
        assertThat(line.counters()).containsEntry("retransmitted", 7L);
    }

    @Test
    void commandsRunInTheirOrderWithTheNextStateAlreadyInForce() {
        Call call = Call.offered("c1", "sip:200@pbx.example", Optional.empty());
        policy.on(
                LineEvent.CallOffered.class,
                (state, event) ->
                        new Decision(
                                state.with(draft -> draft.calls().put("c1", call)),
                                List.of(
                                        new Command.AnswerCall("c1"),
                                        new Command.EndCall("c1", 486, "busy"))));
        wire.post(new LineEvent.CallOffered("c1", "sip:200@pbx.example", Optional.empty()));
        assertThat(wire.done()).containsExactly("answer c1", "end c1 486");
        assertThat(line.state().calls()).containsKey("c1");
    }

    @Test
    void aCallThatIsDoneLeavesTheStateAndTheWireAndStaysInTheLedger() {
        Call call = Call.offered("c1", "sip:200@pbx.example", Optional.empty());
        policy.change(
                LineEvent.CallOffered.class,
                state -> state.with(draft -> draft.calls().put("c1", call)));
        policy.change(
                LineEvent.CallEnded.class,
                state ->
                        state.with(
                                draft ->
                                        draft.calls()
                                                .put(
                                                        "c1",
                                                        call.over(
                                                                Call.State.ENDED,
                                                                OptionalInt.empty(),
                                                                "gone"))));
        wire.post(new LineEvent.CallOffered("c1", "sip:200@pbx.example", Optional.empty()));
        wire.post(new LineEvent.CallEnded("c1", "gone"));
        assertThat(line.state().calls()).isEmpty();
        assertThat(wire.done()).containsExactly("forget c1");
        assertThat(world.around.calls().find("c1").orElseThrow().call().state())
                .isEqualTo(Call.State.ENDED);
    }

    @Test
    void aCallThatNoPolicyTakesUpIsRefusedOnTheWire() {
        wire.post(new LineEvent.CallOffered("c1", "sip:200@pbx.example", Optional.empty()));
        assertThat(wire.done()).containsExactly("end c1 480", "forget c1");
    }

    @Test
    void aDialledCallThatNoPolicyTakesUpHasFailed() {
        world.around.calls().record(1, Call.dialled("c1", "200"));
        line.post(new LineEvent.DialAsked("c1", CallPlan.to("200")));
        assertThat(world.around.calls().find("c1").orElseThrow().call().state())
                .isEqualTo(Call.State.FAILED);
    }

    @Test
    void aTransitionIsPublishedWhenStatusOrHopChangesAndOnlyThen() {
        move(Status.REGISTERING, Optional.empty(), Why.STARTED);
        move(Status.ON_PRIMARY, Optional.of(Examples.hop(0)), Why.REGISTERED);
        move(Status.ON_PRIMARY, Optional.of(Examples.hop(0)), Why.REFRESHED);
        world.clock.advanceMs(1234);
        move(Status.ON_PRIMARY, Optional.of(Examples.hop(1)), Why.RETURNED);
        assertThat(world.heard)
                .extracting(LineStateChanged::seq, LineStateChanged::why, LineStateChanged::server)
                .containsExactly(
                        tuple(1L, Why.REGISTERED, "192.0.2.1"),
                        tuple(2L, Why.RETURNED, "192.0.2.2"));
        LineStateChanged last = world.heard.get(1);
        assertThat(last.from()).isEqualTo(Status.ON_PRIMARY);
        assertThat(last.hop()).contains(Examples.hop(1));
        assertThat(last.monoMs()).isEqualTo(1234);
        assertThat(last.at()).isEqualTo(world.clock.wallAt(1234));
    }

    @Test
    void keepAlivesFollowTheHop() {
        move(Status.ON_PRIMARY, Optional.of(Examples.hop(0)), Why.REGISTERED);
        assertThat(wire.keptAlive()).contains(Examples.hop(0));
        move(Status.UNREGISTERED, Optional.empty(), Why.ALL_FAILED);
        assertThat(wire.keptAlive()).isEmpty();
    }

    @Test
    void whatTheTransportSaysOfATargetIsToldToTheOtherLinesOnItAndOnlyToThem() {
        LineRuntime elsewhere = kitLinesOnSharedTargets();
        LineState before = elsewhere.state();
        wire.end(policy.lastState().nextId(), Examples.SILENCE);
        assertThat(policy.events(LineEvent.HealthObserved.class))
                .containsExactly(
                        new LineEvent.HealthObserved(
                                Examples.target("192.0.2.1"),
                                Examples.SILENCE,
                                LineEvent.HealthObserved.Source.OTHER_LINE));
        assertThat(elsewhere.state()).isEqualTo(before);
    }

    @Test
    void whatAServerRespondsIsNotToldToTheOthers() {
        kitLinesOnSharedTargets();
        wire.end(policy.lastState().nextId(), Outcome.Response.of(503));
        assertThat(policy.events(LineEvent.HealthObserved.class)).isEmpty();
    }

    /** Lines 1 and 2 share their servers, line 3 has others; gives line 3. */
    private LineRuntime kitLinesOnSharedTargets() {
        policy.on(
                LineEvent.Started.class,
                (state, event) ->
                        new Decision(state, List.of(new Command.Locate(ServerRef.server(0)))));
        policy.on(
                LineEvent.TargetsLocated.class,
                (state, event) -> {
                    var located = (LineEvent.TargetsLocated) event;
                    return Decision.unchanged(
                            state.with(
                                    draft ->
                                            draft.targets()
                                                    .put(located.server(), located.targets())));
                });
        world.set.configure(Examples.line(2));
        world.set.configure(Examples.line(3, "198.51.100.1"));
        policy.on(LineEvent.OptionsAsked.class, (state, e) -> Script.send(state, Examples.hop(0)));
        line.post(new LineEvent.OptionsAsked());
        return world.line(3);
    }

    @Test
    void aClosedLineHearsAndDoesNothingMore() {
        policy.on(
                LineEvent.RegisterAsked.class,
                new Command.StartTimer("a", Duration.ofSeconds(1), Duration.ZERO),
                new Command.Watch(Examples.hop(0), Duration.ofSeconds(1), Budget.WHOLE));
        line.post(new LineEvent.RegisterAsked());
        line.close();
        int before = policy.events().size();
        line.post(new LineEvent.RegisterAsked());
        world.advance(Duration.ofMinutes(1));
        assertThat(policy.events()).hasSize(before);
        assertThat(wire.sent()).isEmpty();
        assertThat(wire.isClosed()).isTrue();
        assertThat(world.clock.isIdle()).isTrue();
    }

    @Test
    void aLineThatIsClosedInTheMiddleOfAStepLeavesNothingRunning() {
        policy.on(
                LineEvent.RegisterAsked.class,
                (state, event) -> {
                    line.close();
                    return new Decision(
                            state,
                            List.of(
                                    new Command.StartTimer("a", Duration.ZERO, Duration.ZERO),
                                    new Command.Watch(
                                            Examples.hop(0), Duration.ofSeconds(1), Budget.WHOLE)));
                });
        line.post(new LineEvent.RegisterAsked());
        assertThat(world.clock.isIdle()).isTrue();
    }

    private void move(Status status, Optional<Hop> hop, Why why) {
        policy.change(
                LineEvent.NetworkChanged.class,
                state -> state.with(draft -> draft.status(status).current(hop).why(why)));
        line.post(new LineEvent.NetworkChanged());
    }
}
