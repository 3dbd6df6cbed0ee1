// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.CallPlan.Destination;
import org.linekeeper.api.line.Health;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Hunt;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Subscription;
import org.linekeeper.api.line.TargetSet;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

class DecisionCheckTest {
    private static final Hop HERE = Examples.hop(0);
    private static final Hop NOWHERE = Hop.direct(2, HERE.target());
    private static final Hop NO_PROXY = new Hop(0, OptionalInt.of(0), HERE.target());
    private static final CallPlan PLAN =
            CallPlan.to("200")
                    .with(
                            draft ->
                                    draft.destinations(
                                            List.of(
                                                    Destination.at(
                                                            "sip:1@192.0.2.9", Transport.UDP))));
    private static final Call CALL = Call.dialled("c1", "200");
    private static final Subscription WATCHED = Subscription.asked("s1", "dialog", "");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);
    private static final Request OPTIONS = new Request.Options();

    /**
     * Two servers, no proxy; call c1; subscription s1; attempt 5 under way; the next number is 10.
     */
    private static final LineState BEFORE =
            LineState.initial(Examples.line(1))
                    .with(
                            draft -> {
                                draft.nextId(10).calls().put("c1", CALL);
                                draft.subscriptions().put("s1", WATCHED);
                                draft.hunts().put("c1", Hunt.of(PLAN));
                                draft.rounds()
                                        .put(
                                                4L,
                                                Round.of(4, Round.Purpose.INVITE, "c1")
                                                        .trying(HERE, 5));
                            });

    static Stream<Arguments> goodCommands() {
        return Stream.of(
                Arguments.of(send(10, OPTIONS, HERE)),
                Arguments.of(send(11, new Request.Invite("c1", "200"), Examples.hop(1))),
                Arguments.of(send(10, new Request.Bye("c1"), HERE)),
                Arguments.of(send(10, new Request.Register("r1", 0), HERE)),
                Arguments.of(send(10, subscribe("s1"), HERE)),
                Arguments.of(new Command.Cancel(5)),
                Arguments.of(new Command.Locate(ServerRef.server(1))),
                Arguments.of(new Command.LocateDestination(PLAN.destinations().get(0))),
                Arguments.of(new Command.Watch(HERE, Duration.ofMillis(1), Budget.WHOLE)),
                Arguments.of(new Command.Unwatch(HERE.target())),
                Arguments.of(new Command.StartTimer("t", Duration.ofDays(25_000), SECOND)),
                Arguments.of(new Command.CancelTimer("never started")),
                Arguments.of(new Command.AnswerCall("c1")),
                Arguments.of(new Command.EndCall("c1", 486, "")));
    }

    @ParameterizedTest
    @MethodSource("goodCommands")
    void namesWhatExists(Command command) {
        assertThat(fault(command)).isEmpty();
    }

    static Stream<Arguments> badCommands() {
        return Stream.of(
                Arguments.of(send(9, OPTIONS, HERE), "sends under the used number 9"),
                Arguments.of(send(12, OPTIONS, HERE), "sends under the still free number 12"),
                Arguments.of(send(10, OPTIONS, NOWHERE), "goes to server 3, which there is not"),
                Arguments.of(send(10, OPTIONS, NO_PROXY), "goes to proxy 1, which there is not"),
                Arguments.of(
                        send(10, OPTIONS, Hop.direct(-1, HERE.target())),
                        "goes to server 0, which there is not"),
                Arguments.of(
                        send(10, new Request.Invite("c2", "200"), HERE),
                        "names call c2, which there is not"),
                Arguments.of(
                        send(10, new Request.Bye("c2"), HERE), "names call c2, which there is not"),
                Arguments.of(
                        send(10, subscribe("s2"), HERE),
                        "names subscription s2, which there is not"),
                Arguments.of(new Command.Cancel(4), "cancels attempt 4, which there is not"),
                Arguments.of(
                        new Command.Locate(ServerRef.server(2)),
                        "names server 3, which there is not"),
                Arguments.of(
                        new Command.Locate(ServerRef.proxy(0)),
                        "names proxy 1, which there is not"),
                Arguments.of(
                        new Command.LocateDestination(
                                Destination.at("sip:2@192.0.2.9", Transport.UDP)),
                        "looks for sip:2@192.0.2.9/UDP, where no call goes"),
                Arguments.of(
                        new Command.Watch(NOWHERE, SECOND, Budget.WHOLE),
                        "goes to server 3, which there is not"),
                Arguments.of(
                        new Command.Watch(HERE, Duration.ZERO, Budget.WHOLE), "watches every PT0S"),
                Arguments.of(
                        new Command.Watch(HERE, FOR_EVER, Budget.WHOLE),
                        "watches every " + FOR_EVER),
                Arguments.of(
                        new Command.StartTimer("t", FOR_EVER, Duration.ZERO),
                        "starts a timer of " + FOR_EVER + " or of a long name"),
                Arguments.of(
                        new Command.StartTimer("t", SECOND, FOR_EVER),
                        "starts a timer of PT1S or of a long name"),
                Arguments.of(
                        new Command.StartTimer("t".repeat(101), SECOND, SECOND),
                        "starts a timer of PT1S or of a long name"),
                Arguments.of(new Command.AnswerCall("c2"), "names call c2, which there is not"),
                Arguments.of(
                        new Command.EndCall("c2", 486, ""), "names call c2, which there is not"));
    }

    @ParameterizedTest
    @MethodSource("badCommands")
    void namesWhatDoesNotExist(Command command, String fault) {
        assertThat(fault(command)).contains(fault);
    }

    @Test
    void anAttemptMayBeStartedAndCancelledInOneDecision() {
        assertThat(fault(send(10, OPTIONS, HERE), new Command.Cancel(10))).isEmpty();
        assertThat(fault(send(10, OPTIONS, HERE), send(10, OPTIONS, HERE)))
                .contains("sends under the used number 10");
    }

    static Stream<Arguments> badStates() {
        return Stream.of(
                bad("counts backwards", draft -> draft.nextId(9)),
                bad(
                        "goes to server 3, which there is not",
                        draft -> draft.current(Optional.of(NOWHERE))),
                bad(
                        "goes to server 3, which there is not",
                        draft ->
                                draft.registrations()
                                        .put(
                                                "r1",
                                                new Registration(
                                                        "r1",
                                                        NOWHERE,
                                                        Registration.State.REGISTERED,
                                                        1))),
                bad(
                        "goes to server 3, which there is not",
                        draft -> draft.calls().put("c1", CALL.withHop(NOWHERE))),
                bad(
                        "goes to server 3, which there is not",
                        draft ->
                                draft.rounds()
                                        .put(
                                                8L,
                                                Round.of(8, Round.Purpose.OPTIONS, "")
                                                        .trying(NOWHERE, 9))),
                bad("forgets call c1, which is not over", draft -> draft.calls().clear()),
                bad(
                        "changes the configuration",
                        draft -> draft.config(Examples.line(1, "198.51.100.1"))),
                bad("keeps too much", draft -> fill(n -> draft.timers().put("t" + n, 1L))),
                bad("keeps too much", draft -> fill(n -> draft.memory().put("m" + n, ""))),
                bad("keeps too much", draft -> draft.memory().put("m", "x".repeat(4096))),
                bad(
                        "keeps too much",
                        draft ->
                                fill(
                                        n ->
                                                draft.rounds()
                                                        .put(
                                                                1000L + n,
                                                                Round.of(
                                                                        1000 + n,
                                                                        Round.Purpose.OPTIONS,
                                                                        "")))),
                bad(
                        "keeps too much",
                        draft ->
                                fill(
                                        n ->
                                                draft.registrations()
                                                        .put(
                                                                "r" + n,
                                                                new Registration(
                                                                        "r" + n,
                                                                        HERE,
                                                                        Registration.State.LAPSING,
                                                                        1)))),
                bad(
                        "keeps too much",
                        draft ->
                                fill(
                                        n ->
                                                draft.health()
                                                        .put(
                                                                Examples.target("10.0.0." + n),
                                                                Health.GOOD))));
    }

    static Stream<Arguments> badSubscriptions() {
        return Stream.of(
                bad(
                        "goes to server 3, which there is not",
                        draft ->
                                draft.subscriptions()
                                        .put(
                                                "s1",
                                                WATCHED.granted(
                                                        NOWHERE, Subscription.State.ACTIVE, 1))),
                bad(
                        "names subscription s1, which there is not",
                        draft -> {
                            draft.subscriptions().clear();
                            draft.rounds().put(6L, Round.of(6, Round.Purpose.SUBSCRIBE, "s1"));
                        }),
                bad(
                        "keeps too much",
                        draft -> fill(n -> draft.subscriptions().put("s" + n, WATCHED))));
    }

    @Test
    void aSubscriptionMayGoAtAnyTime() {
        Decision without = Decision.unchanged(BEFORE.with(d -> d.subscriptions().clear()));
        assertThat(DecisionCheck.fault(BEFORE, new LineEvent.Started(), without)).isEmpty();
    }

    private static Arguments bad(String fault, Consumer<LineState.Draft> change) {
        return Arguments.of(fault, change);
    }

    private static void fill(IntConsumer put) {
        for (int n = 0; n <= 500; n++) {
            put.accept(n);
        }
    }

    @ParameterizedTest
    @MethodSource({"badStates", "badSubscriptions"})
    void keepsWhatCannotBe(String fault, Consumer<LineState.Draft> change) {
        Decision decision = Decision.unchanged(BEFORE.with(change));
        assertThat(DecisionCheck.fault(BEFORE, new LineEvent.Started(), decision)).contains(fault);
    }

    @Test
    void aCallThatIsOverMayGo() {
        LineState over =
                BEFORE.with(
                        draft ->
                                draft.calls()
                                        .put(
                                                "c1",
                                                CALL.over(
                                                        Call.State.FAILED,
                                                        OptionalInt.of(486),
                                                        "busy")));
        Decision without = Decision.unchanged(over.with(draft -> draft.calls().clear()));
        assertThat(DecisionCheck.fault(over, new LineEvent.Started(), without)).isEmpty();
    }

    @Test
    void theConfigurationChangesOnlyToTheOneThatWasGiven() {
        LineConfig next = Examples.line(1).with(draft -> draft.label("office"));
        Decision taken = Decision.unchanged(BEFORE.with(draft -> draft.config(next)));
        assertThat(DecisionCheck.fault(BEFORE, new LineEvent.Configured(next), taken)).isEmpty();
        assertThat(
                        DecisionCheck.fault(
                                BEFORE, new LineEvent.Configured(next), Decision.unchanged(BEFORE)))
                .isEmpty();
        assertThat(DecisionCheck.fault(BEFORE, new LineEvent.Configured(Examples.line(1)), taken))
                .contains("changes the configuration");
    }

    @Test
    void wantsTooMuchAtOnce() {
        Decision decision =
                new Decision(BEFORE, Collections.nCopies(201, new Command.CancelTimer("t")));
        assertThat(DecisionCheck.fault(BEFORE, new LineEvent.Started(), decision))
                .contains("wants 201 things done at once");
    }

    @Test
    void aStateThatWasKeptMustNameWhatExists() {
        TargetSet set = new TargetSet(List.of(HERE.target()), 1);
        assertThat(DecisionCheck.namesWhatExists(BEFORE)).isTrue();
        assertThat(
                        DecisionCheck.namesWhatExists(
                                BEFORE.with(d -> d.targets().put(ServerRef.server(2), set))))
                .isFalse();
        assertThat(
                        DecisionCheck.namesWhatExists(
                                BEFORE.with(d -> d.current(Optional.of(NO_PROXY)))))
                .isFalse();
    }

    private static Command send(long attempt, Request what, Hop hop) {
        return new Command.Send(attempt, what, hop, Budget.WHOLE);
    }

    private static Request subscribe(String id) {
        return new Request.Subscribe(id, "dialog", "", 3600);
    }

    private static Optional<String> fault(Command... commands) {
        Decision decision = new Decision(BEFORE.with(draft -> draft.nextId(12)), List.of(commands));
        return DecisionCheck.fault(BEFORE, new LineEvent.Started(), decision);
    }
}
