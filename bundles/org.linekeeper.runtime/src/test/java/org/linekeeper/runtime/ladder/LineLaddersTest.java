// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.lines.Ladder;
import org.linekeeper.api.lines.LadderStep;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.api.sip.TraceEntry;

class LineLaddersTest {
    private static final int LADDER_BYTES = 56 << 10;
    private static final int LINE_BYTES = 256 << 10;
    private static final Hop A = Hop.direct(0, new Target("192.0.2.1", 5060, Transport.UDP, "a"));

    private long nowMs;
    private final LineLadders ladders =
            new LineLadders(3, () -> nowMs, ms -> Instant.EPOCH.plusMillis(ms), 1);
    private LineState state =
            LineState.initial(
                            LineConfig.line(3)
                                    .with(d -> d.servers(List.of(Server.at("a"), Server.at("b")))))
                    .with(d -> d.status(Status.ON_PRIMARY).current(Optional.of(A)));

    private void heard(String text) {
        ladders.heard(
                new TraceEntry(
                        Instant.MAX, TraceEntry.Way.IN, "192.0.2.1:5060", Transport.UDP, text));
    }

    private Optional<String> decided(LineEvent event, LineState after, Command... commands) {
        LineState before = state.with(d -> d.nowMs(nowMs));
        state = after;
        return ladders.decided(before, event, after, List.of(commands));
    }

    private Optional<String> move(Status status) {
        return decided(
                new LineEvent.NetworkChanged(),
                state.with(d -> d.status(status).why(Why.NETWORK_CHANGED)));
    }

    private List<String> texts(int index) {
        return ladders.all().get(index).steps().stream().map(LadderStep::text).toList();
    }

    @Test
    void withoutATransitionThereIsNoLadder() {
        heard("SIP/2.0 200 OK");
        assertThat(decided(new LineEvent.NetworkChanged(), state)).isEmpty();
        assertThat(ladders.all()).isEmpty();
    }

    @Test
    void aServerThatSendsTenThousandMessagesDrivesNoNoteOutAndNoBoundOver() {
        nowMs = 10;
        for (int i = 0; i < 10_000; i++) {
            heard("NOTIFY " + i + " " + "n".repeat(400));
        }
        move(Status.SWITCHING);
        for (int i = 0; i < 10_000; i++) {
            nowMs++;
            heard("SIP/2.0 503 " + i);
        }
        move(Status.ON_BACKUP);
        for (int i = 0; i < 10_000; i++) {
            heard("OPTIONS " + i);
        }
        assertThat(texts(0))
                .hasSizeLessThanOrEqualTo(200)
                .contains(
                        "on_primary -> switching (network_changed)",
                        "switching -> on_backup (network_changed)",
                        "SIP/2.0 503 0",
                        "OPTIONS 9999")
                .anyMatch(text -> text.matches("199[0-9]{2} messages are left out here"));
        assertBounds();
    }

    @Test
    void aServerThatSendsHugeMessagesDrivesNoBoundOver() {
        for (String letter : List.of("x", "\u4e2d", "\ud83d\ude00")) {
            for (int i = 0; i < 300; i++) {
                heard(letter.repeat(60_000 / letter.length()));
            }
            for (int i = 0; i < 3; i++) {
                move(Status.SWITCHING);
                heard(letter.repeat(8_192));
                move(Status.ON_PRIMARY);
            }
        }
        assertThat(ladders.all()).hasSize(LineLadders.MOST);
        assertThat(ladders.all())
                .flatExtracting(Ladder::steps)
                .extracting(step -> step.text().length())
                .allMatch(length -> length <= LineLadders.LONGEST_MESSAGE);
        assertBounds();
    }

    private void assertBounds() {
        assertThat(ladders.bytes()).isLessThanOrEqualTo(LINE_BYTES);
        for (Ladder ladder : ladders.all()) {
            int bytes =
                    ladder.steps().stream()
                            .mapToInt(s -> s.text().getBytes(StandardCharsets.UTF_8).length)
                            .sum();
            assertThat(bytes).isLessThanOrEqualTo(LADDER_BYTES);
        }
    }

    @Test
    void ofALongMessageEachHeaderIsWholeOrNotThere() {
        String start = "INVITE sip:b@pbx.example SIP/2.0\r\nX-Pad: ";
        String half = "To: <sip:+491511234";
        int pad = LineLadders.LONGEST_MESSAGE - start.length() - 2 - half.length();
        String kept = start + "p".repeat(pad) + "\r\n";
        heard(kept + half + "5678@pbx.example>\r\nCSeq: 1 INVITE\r\n\r\n");
        move(Status.SWITCHING);
        assertThat(texts(0).get(0).equals(kept)).isTrue();
    }

    @Test
    void ofALineThatIsTooLongNothingIsShown() {
        heard("INVITE sip:" + "4711".repeat(2_000));
        move(Status.SWITCHING);
        assertThat(texts(0)).contains("[a line of more than 4000 characters]");
    }

    @Test
    void itBeginsEightStepsBeforeTheAttemptThatWentWrong() {
        for (int i = 0; i < 20; i++) {
            heard("well " + i);
            nowMs += 1_000;
        }
        decided(
                new LineEvent.TimerFired("refresh"),
                state.with(d -> d.rounds().put(1L, trying(1))),
                send(1));
        heard("REGISTER");
        nowMs += 32_000;
        LineEvent silence = new LineEvent.AttemptEnded(1, new Outcome.NoAnswer(11, 32_000));
        decided(silence, state.with(d -> d.rounds().put(1L, trying(2))), send(2));
        heard("REGISTER");
        nowMs += 32_000;
        LineEvent again = new LineEvent.AttemptEnded(2, new Outcome.NoAnswer(11, 32_000));
        decided(again, state.with(d -> d.status(Status.SWITCHING).rounds().clear()));

        assertThat(texts(0).subList(0, 11))
                .containsExactly(
                        "well 12",
                        "well 13",
                        "well 14",
                        "well 15",
                        "well 16",
                        "well 17",
                        "well 18",
                        "well 19",
                        "refresh is over",
                        texts(0).get(9),
                        "REGISTER");
        assertThat(texts(0).get(9)).startsWith("REGISTER goes to a (192.0.2.1:5060/udp)");
    }

    private static Round trying(long attempt) {
        return Round.of(1, Round.Purpose.REGISTER, "").trying(A, attempt);
    }

    private static Command send(long attempt) {
        return new Command.Send(attempt, new Request.Register("r", 60), A, Budget.WHOLE);
    }

    @Test
    void troubleThatPassedIsNoPartOfTheNext() {
        LineEvent silence = new LineEvent.AttemptEnded(1, new Outcome.NoAnswer(4, 3_000));
        LineEvent answer = new LineEvent.AttemptEnded(2, Outcome.Response.of(200));
        nowMs = 10_000;
        state = state.with(d -> d.rounds().put(1L, trying(1)));
        decided(silence, state.with(d -> d.rounds().put(1L, trying(2))), send(2));
        decided(answer, state.with(d -> d.rounds().clear()));
        for (int i = 0; i < 20; i++) {
            nowMs += 1_000;
            heard("well " + i);
        }
        nowMs += 1_000;
        move(Status.UNREGISTERED);
        assertThat(texts(0)).startsWith("well 12").hasSize(10);
    }

    @Test
    void whatGoesWrongElsewhereIsNoTroubleOfALineInService() {
        Target other = new Target("192.0.2.2", 5060, Transport.UDP, "b");
        LineEvent.HealthObserved.Source watch = LineEvent.HealthObserved.Source.WATCH;
        Outcome silence = new Outcome.NoAnswer(4, 3_000);
        nowMs = 10_000;
        decided(new LineEvent.HealthObserved(other, silence, watch), state);
        for (int i = 0; i < 20; i++) {
            nowMs += 1_000;
            heard("well " + i);
        }
        nowMs += 10_000;
        decided(new LineEvent.HealthObserved(A.target(), silence, watch), state);
        move(Status.UNREGISTERED);
        assertThat(texts(0).get(0)).isEqualTo("well 12");
        assertThat(texts(0).get(8)).startsWith("heartbeat at 192.0.2.1:5060/udp: no answer");
    }

    @Test
    void aStepThatHasNoWordsMovesTheLineAllTheSame() {
        Hop nowhere = Hop.direct(7, A.target());
        Round round = Round.of(1, Round.Purpose.REGISTER, "").trying(nowhere, 1);
        state = state.with(d -> d.rounds().put(1L, round));
        LineEvent silence = new LineEvent.AttemptEnded(1, new Outcome.NoAnswer(4, 3_000));
        assertThat(decided(silence, state.with(d -> d.status(Status.SWITCHING)))).isPresent();
        assertThat(move(Status.ON_PRIMARY)).isPresent();
        assertThat(texts(0)).contains("switching -> on_primary (network_changed)");
    }

    @Test
    void idsGrowAlsoWhenTheClockIsSetBackOrDoesNotMove() {
        Optional<String> first = move(Status.DISABLED);
        Optional<String> second = move(Status.REGISTERING);
        Optional<String> same = move(Status.ON_PRIMARY);
        assertThat(List.of(first, second, same))
                .containsExactly(Optional.of("3-1"), Optional.of("3-2"), Optional.of("3-2"));
        nowMs = 35;
        assertThat(move(Status.SWITCHING)).contains("3-z");
        assertThat(move(Status.DISABLED)).contains("3-z");
        nowMs = 1;
        assertThat(move(Status.REGISTERING)).contains("3-10");
    }
}
