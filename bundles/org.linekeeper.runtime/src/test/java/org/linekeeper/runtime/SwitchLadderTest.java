// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.lines.Ladder;
import org.linekeeper.api.lines.LadderStep;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.sip.TraceEntry;

/** The ladders of a line that the kit decides for, in virtual time. */
class SwitchLadderTest {
    private static final Outcome FOUR_SENDS = new Outcome.NoAnswer(4, 7_500);

    private final World world = World.ofKit().open(Examples.line(1));
    private final FakeLine wire = world.wire(1);

    private List<Ladder> ladders() {
        return world.line(1).ladders().all();
    }

    private Ladder last() {
        List<Ladder> all = ladders();
        return all.get(all.size() - 1);
    }

    private static List<String> texts(Ladder ladder) {
        return ladder.steps().stream().map(LadderStep::text).toList();
    }

    private void pass(TraceEntry.Way way, String peer, String text) {
        wire.pass(new TraceEntry(Instant.EPOCH, way, peer + ":5060", Transport.UDP, text));
    }

    /** On the primary since a minute ago. */
    private void registered() {
        pass(TraceEntry.Way.OUT, "192.0.2.1", "REGISTER 1");
        pass(TraceEntry.Way.IN, "192.0.2.1", "SIP/2.0 200 OK 1");
        wire.endLast(Examples.OK);
        world.advance(Duration.ofMinutes(1));
    }

    /** By hand, so that the moment is known; the first server stays silent. */
    private void silence() {
        world.line(1).post(new LineEvent.RegisterAsked());
        for (long pauseMs : new long[] {500, 1000, 2000, 4000}) {
            pass(TraceEntry.Way.OUT, "192.0.2.1", "REGISTER 2");
            world.clock.advanceMs(pauseMs);
        }
        wire.endLast(FOUR_SENDS);
    }

    @Test
    void aSwitchIsOneLadderFromTheFirstUnansweredSendToTheAnswerOfTheNextServer() {
        registered();
        silence();
        pass(TraceEntry.Way.OUT, "192.0.2.2", "REGISTER 3");
        world.clock.advanceMs(20);
        pass(TraceEntry.Way.IN, "192.0.2.2", "SIP/2.0 200 OK 3");
        wire.endLast(Examples.OK);

        Ladder ladder = last();
        assertThat(texts(ladder))
                .endsWith(
                        "refresh starts, 2914 s",
                        "the user asks for a registration",
                        "refresh is cancelled",
                        "REGISTER goes to 192.0.2.1:5060/udp, given up after 64 x T1",
                        "REGISTER 2",
                        "REGISTER 2",
                        "REGISTER 2",
                        "REGISTER 2",
                        "REGISTER at 192.0.2.1:5060/udp: no answer after 7.5 s, 4 sends",
                        "192.0.2.1:5060/udp is quarantined for 32.0 s, 1 failure",
                        "on_primary -> switching (no_answer)",
                        "REGISTER goes to 192.0.2.2:5060/udp, given up after 64 x T1:"
                                + " no_answer at 192.0.2.1",
                        "REGISTER 3",
                        "SIP/2.0 200 OK 3",
                        "switching -> on_backup (registered), now at 192.0.2.2:5060/udp",
                        "refresh starts, 2897 s",
                        "probe starts, 1800 s");
        assertThat(texts(ladder)).as("when all was well").contains("SIP/2.0 200 OK 1");
        assertThat(ladder.steps())
                .filteredOn(step -> step.text().equals("REGISTER 2"))
                .extracting(LadderStep::monoMs)
                .containsExactly(60_000L, 60_500L, 61_500L, 63_500L);
        assertThat(ladder.steps())
                .allMatch(step -> step.at().equals(world.clock.wallAt(step.monoMs())));
    }

    @Test
    void aLadderTellsFromWhereToWhereAndWhoIsWho() {
        registered();
        silence();
        assertThat(last().until()).as("still out of service").isEmpty();
        assertThat(last().to()).isEqualTo(Status.SWITCHING);
        world.clock.advanceMs(20);
        wire.endLast(Examples.OK);

        Ladder ladder = last();
        assertThat(ladder.line()).isEqualTo(1);
        assertThat(ladder.since()).isEqualTo(world.clock.wallAt(67_500));
        assertThat(ladder.until()).contains(world.clock.wallAt(67_520));
        assertThat(ladder.from()).isEqualTo(Status.ON_PRIMARY);
        assertThat(ladder.to()).isEqualTo(Status.ON_BACKUP);
        assertThat(ladder.why()).isEqualTo(Why.NO_ANSWER);
        assertThat(ladder.places())
                .containsExactly(
                        new LineView.Place("192.0.2.1", Examples.target("192.0.2.1")),
                        new LineView.Place("192.0.2.2", Examples.target("192.0.2.2")));
    }

    @Test
    void eachTransitionOfASwitchNamesItsLadder() {
        registered();
        silence();
        wire.endLast(Examples.OK);
        String start = ladders().get(0).id();
        String outage = ladders().get(1).id();
        assertThat(world.heard)
                .extracting(LineStateChanged::ladder)
                .containsExactly(Optional.of(start), Optional.of(outage), Optional.of(outage));
        assertThat(start).matches("1-[0-9a-z]{1,13}").isNotEqualTo(outage);
    }

    @Test
    void anOutageOfAllServersIsOneLadderHoweverLongItLasts() {
        registered();
        world.signalling.answer(sent -> FOUR_SENDS);
        world.line(1).post(new LineEvent.RegisterAsked());
        world.advance(Duration.ofDays(1));
        assertThat(world.line(1).state().status()).isEqualTo(Status.UNREGISTERED);
        world.signalling.answer(sent -> Examples.OK);
        world.advance(Duration.ofHours(1));

        assertThat(ladders()).hasSize(2);
        assertThat(last().from()).isEqualTo(Status.ON_PRIMARY);
        assertThat(last().to()).isEqualTo(Status.ON_PRIMARY);
        assertThat(texts(last()))
                .hasSizeLessThan(200)
                .contains("on_primary -> switching (no_answer)")
                .anyMatch(text -> text.matches("[0-9]+ notes are left out here"))
                .anyMatch(text -> text.matches("[a-z]+ -> on_primary .*, now at 192.0.2.1.*"));
    }

    @Test
    void whatFollowsAtOnceStillBelongsToIt() {
        registered();
        silence();
        wire.endLast(Examples.OK);
        world.clock.advanceMs(2_000);
        pass(TraceEntry.Way.OUT, "192.0.2.1", "at once");
        world.clock.advanceMs(1);
        pass(TraceEntry.Way.OUT, "192.0.2.1", "later");
        assertThat(texts(last())).contains("at once").doesNotContain("later");
    }

    @Test
    void theLastFourAreKept() {
        registered();
        for (int i = 0; i < 5; i++) {
            world.signalling.answer(sent -> sent.hop().server() == 0 ? FOUR_SENDS : Examples.OK);
            world.line(1).post(new LineEvent.RegisterAsked());
            world.advance(Duration.ofMinutes(2));
            world.signalling.answer(sent -> Examples.OK);
            world.line(1).post(new LineEvent.RegisterAsked());
            world.advance(Duration.ofMinutes(2));
        }
        assertThat(ladders()).hasSize(4);
        assertThat(ladders())
                .extracting(Ladder::to)
                .containsExactly(
                        Status.ON_BACKUP, Status.ON_PRIMARY, Status.ON_BACKUP, Status.ON_PRIMARY);
        assertThat(ladders()).extracting(Ladder::id).doesNotHaveDuplicates();
        assertThat(world.heard.get(world.heard.size() - 1).ladder()).contains(last().id());
    }

    @Test
    void aReturnIsALadderOfItsOwn() {
        registered();
        silence();
        wire.endLast(Examples.OK);
        world.signalling.answer(sent -> Examples.OK);
        world.advance(Duration.ofHours(1));

        assertThat(last().from()).isEqualTo(Status.ON_BACKUP);
        assertThat(last().to()).isEqualTo(Status.ON_PRIMARY);
        assertThat(last().why()).isEqualTo(Why.RETURNED);
        assertThat(last().since()).isEqualTo(last().until().orElseThrow());
        assertThat(texts(last()))
                .contains(
                        "probe is over",
                        "on_backup -> on_primary (returned), now at 192.0.2.1:5060/udp");
    }
}
