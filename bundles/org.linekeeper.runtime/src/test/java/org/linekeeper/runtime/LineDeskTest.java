// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Profile;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.lines.CallView;
import org.linekeeper.api.lines.Refusal;
import org.linekeeper.api.lines.Refusal.Kind;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

class LineDeskTest {
    @TempDir Path home;

    private final World world = World.ofKit();
    private final FakeConfigurationAdmin admin = new FakeConfigurationAdmin();
    private final Planning planning = new Planning();
    private LineDesk desk;

    @BeforeEach
    void open() {
        ConfigKeeper keeper = new ConfigKeeper(admin, new LineVault(home));
        ConfiguredLines configured = new ConfiguredLines(world.set, home);
        desk = new LineDesk(world.set, world.around, keeper, configured, planning);
        admin.onUpdate(
                (pid, properties) ->
                        keeper.read(Map.of("config", properties.get("config")))
                                .ifPresent(configured::configure));
        desk.provision(
                "test",
                List.of(Examples.line(1), Examples.line(2).with(draft -> draft.enabled(false))));
        world.wire(1).endLast(Examples.OK);
    }

    @Test
    void linesAreShownInTheOrderOfTheirNumbers() {
        assertThat(desk.lines()).extracting(view -> view.line()).containsExactly(1, 2);
        assertThat(desk.line(1).status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(desk.line(2).status()).isEqualTo(Status.DISABLED);
        assertThat(desk.configs()).extracting(LineConfig::line).containsExactly(1, 2);
    }

    @Test
    void aLineThatThereIsNotIsNotFound() {
        for (ThrowingCallable asked :
                List.<ThrowingCallable>of(
                        () -> desk.line(9),
                        () -> desk.register(9),
                        () -> desk.options(9),
                        () -> desk.dial(9, "200"),
                        () -> desk.trace(9),
                        () -> desk.ladders(9),
                        () -> desk.ladder(9, "9-x"),
                        () -> desk.counters(9))) {
            assertRefused(asked, Kind.NOT_FOUND, "there is no line 9");
        }
    }

    @Test
    void aCallThatThereIsNotIsNotFound() {
        assertRefused(() -> desk.call("x"), Kind.NOT_FOUND, "there is no call x");
        assertRefused(() -> desk.answer("x"), Kind.NOT_FOUND, "there is no call x");
        assertRefused(() -> desk.hangUp("x"), Kind.NOT_FOUND, "there is no call x");
    }

    @Test
    void aDisabledLineDoesNothingByHand() {
        assertRefused(() -> desk.register(2), Kind.WRONG_STATE, "line 2 is disabled");
        assertRefused(() -> desk.options(2), Kind.WRONG_STATE, "line 2 is disabled");
        assertRefused(() -> desk.dial(2, "200"), Kind.WRONG_STATE, "line 2 is disabled");
    }

    @Test
    void byHandALineRegistersAndAsksForASignOfLife() {
        desk.register(1);
        assertThat(world.wire(1).last().what()).isInstanceOf(Request.Register.class);
        desk.options(1);
        assertThat(world.wire(1).last().what()).isInstanceOf(Request.Options.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "sip:",
                "sip:a b@example",
                "sip:a@example\r\nEvil: yes",
                "sip:<a@example>",
                "sip:\"a\"@example",
                "tel:200",
                "200 300",
                "http://example",
                "2;3"
            })
    void whatIsNoDestinationIsRefused(String to) {
        assertRefused(
                () -> desk.dial(1, to),
                Kind.BAD_VALUE,
                "\"to\" is neither a sip: URI of up to 256 characters nor a number");
        assertThat(desk.calls()).isEmpty();
    }

    @Test
    void destinationsHaveALength() {
        String longest = "sip:" + "a".repeat(252);
        assertThat(desk.dial(1, longest).call().peer()).isEqualTo(longest);
        assertRefused(() -> desk.dial(1, longest + "a"), Kind.BAD_VALUE, "neither");
        assertRefused(() -> desk.dial(1, "2".repeat(65)), Kind.BAD_VALUE, "neither");
        assertThat(desk.dial(1, "*2#".repeat(21)).call().peer()).hasSize(63);
    }

    @Test
    void aCallIsKnownAtOnceAndFollowed() {
        CallView view = desk.dial(1, "sips:bob@example.com");
        assertThat(view.line()).isEqualTo(1);
        assertThat(view.call().state()).isEqualTo(Call.State.TRYING);
        assertThat(view.establishedAt()).isEmpty();
        assertThat(desk.line(1).calls()).containsExactly(view.call().id());
        world.clock.advanceMs(700);
        world.wire(1).endLast(Outcome.Response.of(200));
        CallView answered = desk.call(view.call().id());
        assertThat(answered.call().state()).isEqualTo(Call.State.ESTABLISHED);
        assertThat(answered.establishedAt()).contains(world.clock.wallAt(700));
        desk.hangUp(view.call().id());
        assertThat(desk.call(view.call().id()).call().state()).isEqualTo(Call.State.ENDED);
        assertRefused(
                () -> desk.hangUp(view.call().id()),
                Kind.WRONG_STATE,
                "call " + view.call().id() + " is over");
    }

    @Test
    void aCallThatIsDialledGoesAsThePlannerSays() {
        planning.use(dialled -> CallPlan.to("sip:other@" + dialled.line() + ".example"));
        desk.dial(1, "200");
        assertThat(world.wire(1).last().what())
                .isInstanceOfSatisfying(
                        Request.Invite.class,
                        invite -> assertThat(invite.uri()).isEqualTo("sip:other@1.example"));
    }

    @Test
    void aLineHasNoMoreCallsThanItsPhoneCanTake() {
        desk.dial(1, "200");
        CallView second = desk.dial(1, "201");
        assertRefused(
                () -> desk.dial(1, "202"),
                Kind.WRONG_STATE,
                "line 1 has as many calls as it can take: 2");
        desk.hangUp(second.call().id());
        assertThat(desk.dial(1, "202").call().state()).isEqualTo(Call.State.TRYING);
    }

    @Test
    void callsOfOtherLinesDoNotCount() {
        LineConfig one = Examples.line(1).with(d -> d.profile(new Profile(false, true, false, 1)));
        LineConfig three = Examples.line(3).with(d -> d.profile(one.profile()));
        desk.configure(one);
        desk.configure(three);
        desk.dial(1, "200");
        assertThat(desk.dial(3, "200").line()).isEqualTo(3);
        assertRefused(() -> desk.dial(3, "201"), Kind.WRONG_STATE, "it can take: 1");
    }

    @Test
    void onlyWhatRingsHereCanBeAnswered() {
        CallView dialled = desk.dial(1, "200");
        assertRefused(
                () -> desk.answer(dialled.call().id()), Kind.WRONG_STATE, "does not ring here");
        world.wire(1)
                .post(new LineEvent.CallOffered("in1", "sip:200@pbx.example", Optional.empty()));
        desk.answer("in1");
        assertThat(world.wire(1).done()).contains("answer in1");
        assertThat(desk.call("in1").call().state()).isEqualTo(Call.State.ESTABLISHED);
        assertRefused(() -> desk.answer("in1"), Kind.WRONG_STATE, "does not ring here");
    }

    @Test
    void aRingingCallThatIsHungUpIsBusy() {
        world.wire(1)
                .post(new LineEvent.CallOffered("in1", "sip:200@pbx.example", Optional.empty()));
        desk.hangUp("in1");
        assertThat(world.wire(1).done()).contains("end in1 486");
    }

    @Test
    void aLineThatHasTooMuchToDoSaysSoAndKeepsNoGhostOfTheCall() {
        world.pool.hold();
        while (world.line(1).post(new LineEvent.OptionsAsked())) {
            assertThat(world.pool.waiting()).isEqualTo(1);
        }
        assertRefused(
                () -> desk.dial(1, "200"),
                Kind.TOO_MANY,
                "line 1 has too much to do at the moment");
        assertThat(desk.calls()).isEmpty();
    }

    @Test
    void aChangeIsShownAtOnceThoughItsLineWaitsForItsCall() {
        desk.dial(1, "200");
        LineConfig other = Examples.line(1).with(draft -> draft.user("999"));
        desk.configure(other);
        assertThat(desk.configs().get(0).user()).isEqualTo("999");
    }

    @Test
    void aChangedLineIsKeptAndTakenUp() {
        desk.configure(Examples.line(1).with(draft -> draft.retrySeconds(77)));
        assertThat(desk.configs().get(0).retrySeconds()).isEqualTo(77);
        desk.configure(Examples.line(5));
        assertThat(desk.line(5).line()).isEqualTo(5);
        assertRefused(
                () -> desk.configure(Examples.line(201)),
                Kind.BAD_VALUE,
                "line 201 is not in 1..200");
    }

    @Test
    void V7_whatDhcpSaysChangesWhereTheLineRunsNotWhatIsConfigured() {
        LineConfig byDhcp = Examples.line(1).with(draft -> draft.dhcpOption120(true));
        desk.configure(byDhcp);
        desk.takeDhcpOption120("01c6336401");
        world.clock.advanceMs(2_000);
        assertThat(desk.configs().get(0)).isEqualTo(byDhcp);
        assertThat(world.wire(1).last().hop().target()).isEqualTo(Examples.target("198.51.100.1"));
        assertRefused(
                () -> desk.takeDhcpOption120("0"),
                Kind.BAD_VALUE,
                "digit 1 stands alone: an octet has two");
    }

    @Test
    void otherFilesTakeLinesAway() {
        desk.provision("other", List.of(Examples.line(2)));
        assertRefused(() -> desk.line(1), Kind.NOT_FOUND, "there is no line 1");
        assertThat(desk.line(2).status()).isEqualTo(Status.REGISTERING);
    }

    @Test
    void aLadderIsFoundByItsIdOnItsLine() {
        String id = desk.ladders(1).get(0).id();
        assertThat(desk.ladder(1, id)).isEqualTo(desk.ladders(1).get(0));
        assertThat(desk.ladder(1, id).to()).isEqualTo(Status.ON_PRIMARY);
        assertRefused(() -> desk.ladder(2, id), Kind.NOT_FOUND, "line 2 has no ladder " + id);
        assertRefused(() -> desk.ladder(1, "x"), Kind.NOT_FOUND, "line 1 has no ladder x");
    }

    @Test
    void countersAreThoseOfTheLineAndOfItsSignalling() {
        world.wire(1).end(4711, Examples.OK);
        assertThat(desk.counters(1))
                .containsEntry("outcomes_dropped", 1L)
                .containsEntry("retransmitted", 7L);
        assertThat(desk.trace(1)).isEmpty();
    }

    private static void assertRefused(ThrowingCallable asked, Kind kind, String words) {
        Refusal refusal = catchThrowableOfType(Refusal.class, asked);
        assertThat(refusal).hasMessageContaining(words);
        assertThat(refusal.kind()).isEqualTo(kind);
    }
}
