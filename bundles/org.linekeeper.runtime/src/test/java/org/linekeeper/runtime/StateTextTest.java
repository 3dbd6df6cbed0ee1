// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.Health;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Subscription;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.TargetSet;
import org.linekeeper.api.line.Transport;

class StateTextTest {
    private static final long NOW = 50_000;
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final LineConfig CONFIG =
            Examples.line(1, "a.example", "b.example", "c.example")
                    .with(d -> d.outboundProxies(List.of(Server.at("p"), Server.at("q"))));

    private final TestClock clock = new TestClock();

    /** All but calls and what is under way comes back, at the same moment and in the same words. */
    @Property(tries = 300)
    void whatIsWrittenIsReadBack(@ForAll("states") LineState state) {
        TestClock later = new TestClock();
        later.advanceMs(NOW);
        LineState read = StateText.read(StateText.write(state, later), CONFIG, later).orElseThrow();
        assertThat(read)
                .isEqualTo(
                        LineState.initial(CONFIG)
                                .with(
                                        draft -> {
                                            draft.nowMs(NOW)
                                                    .nextId(state.nextId())
                                                    .current(state.current());
                                            draft.targets().putAll(state.targets());
                                            draft.health().putAll(state.health());
                                            draft.registrations().putAll(state.registrations());
                                            draft.subscriptions().putAll(state.subscriptions());
                                            draft.timers().putAll(state.timers());
                                            draft.memory().putAll(state.memory());
                                        }));
    }

    @Provide
    Arbitrary<LineState> states() {
        Arbitrary<Target> targets =
                Combinators.combine(
                                Arbitraries.of("192.0.2.1", "192.0.2.2", "2001:db8::1"),
                                Arbitraries.integers().between(1, 65535),
                                Arbitraries.of(Transport.UDP, Transport.TCP, Transport.TLS),
                                Arbitraries.strings().ofMaxLength(5))
                        .as(Target::new);
        Arbitrary<Hop> hops =
                Combinators.combine(
                                Arbitraries.integers().between(0, 2),
                                Arbitraries.integers().between(-1, 1),
                                targets)
                        .as(
                                (server, proxy, target) ->
                                        new Hop(
                                                server,
                                                proxy < 0
                                                        ? OptionalInt.empty()
                                                        : OptionalInt.of(proxy),
                                                target));
        Arbitrary<ServerRef> refs =
                Arbitraries.of(
                        ServerRef.server(0),
                        ServerRef.server(2),
                        ServerRef.proxy(0),
                        ServerRef.proxy(1));
        Arbitrary<Long> times =
                Arbitraries.oneOf(
                        Arbitraries.longs().between(NOW, NOW + 10_000_000),
                        Arbitraries.of(0L, NOW, Long.MAX_VALUE));
        Arbitrary<TargetSet> sets =
                Combinators.combine(
                                targets.list().ofMaxSize(3),
                                times,
                                Arbitraries.maps(targets, times).ofMaxSize(3))
                        .as(TargetSet::new);
        Arbitrary<Health> health =
                Combinators.combine(
                                Arbitraries.of(Health.Verdict.class),
                                times,
                                Arbitraries.integers().between(0, 100))
                        .as(Health::new);
        Arbitrary<Registration> bindings =
                Combinators.combine(
                                Arbitraries.strings().ofMinLength(1).ofMaxLength(4),
                                hops,
                                Arbitraries.of(Registration.State.class),
                                times)
                        .as(Registration::new);
        Arbitrary<String> words = Arbitraries.strings().ofMaxLength(6);
        return Combinators.combine(
                        hops.optional(),
                        Arbitraries.maps(refs, sets).ofMaxSize(4),
                        Arbitraries.maps(targets, health).ofMaxSize(4),
                        bindings.list().ofMaxSize(4),
                        Arbitraries.maps(words, times).ofMaxSize(4),
                        Arbitraries.maps(words, words).ofMaxSize(4),
                        Arbitraries.longs().between(1, Long.MAX_VALUE),
                        Arbitraries.maps(words, words).ofMaxSize(4))
                .as(
                        (current, located, healths, bound, timers, memory, next, watched) ->
                                LineState.initial(CONFIG)
                                        .with(
                                                draft -> {
                                                    draft.nowMs(NOW).nextId(next).current(current);
                                                    draft.targets().putAll(located);
                                                    draft.health().putAll(healths);
                                                    bound.forEach(
                                                            b ->
                                                                    draft.registrations()
                                                                            .put(b.id(), b));
                                                    watched.forEach(
                                                            (id, to) ->
                                                                    draft.subscriptions()
                                                                            .put(
                                                                                    id,
                                                                                    asked(id, to)));
                                                    draft.timers().putAll(timers);
                                                    draft.memory().putAll(memory);
                                                }));
    }

    private static Subscription asked(String id, String to) {
        return Subscription.asked(id, "dialog", to);
    }

    @Test
    void aSubscriptionIsKeptButNotWhereItStands() {
        Hop hop = Hop.direct(1, Examples.target("192.0.2.2"));
        Subscription granted =
                asked("s1", "sip:7@x").granted(hop, Subscription.State.ACTIVE, 99_000);
        LineState state = LineState.initial(CONFIG).with(d -> d.subscriptions().put("s1", granted));
        LineState read = StateText.read(StateText.write(state, clock), CONFIG, clock).orElseThrow();
        assertThat(read.subscriptions()).isEqualTo(Map.of("s1", asked("s1", "sip:7@x")));
    }

    @Test
    void eachTargetEndsInItsOwnTime() {
        Target early = Examples.target("192.0.2.1");
        Target late = Examples.target("192.0.2.2");
        TargetSet set = new TargetSet(List.of(early, late), 60_000, Map.of(late, 300_000L));
        LineState state =
                LineState.initial(CONFIG).with(d -> d.targets().put(ServerRef.server(0), set));
        String text = StateText.write(state, clock);
        TestClock later = new TestClock();
        later.setWall(clock.wallAt(0).plusSeconds(100));
        TargetSet read =
                StateText.read(text, CONFIG, later)
                        .orElseThrow()
                        .targets()
                        .get(ServerRef.server(0));
        assertThat(read.endsAtMs(early)).isZero();
        assertThat(read.endsAtMs(late)).isEqualTo(200_000);
    }

    /** A phone that takes this version up goes on from what the last one kept. */
    @Test
    void aTextFromBeforeThereWereSubscriptionsIsRead() {
        TargetSet set = new TargetSet(List.of(Examples.target("192.0.2.1")), 60_000);
        LineState state =
                LineState.initial(CONFIG).with(d -> d.targets().put(ServerRef.server(0), set));
        String old =
                StateText.write(state, clock)
                        .replace("\"subscriptions\":[],", "")
                        .replace(",\"ends\":[]", "");
        assertThat(old).doesNotContain("subscriptions", "ends");
        assertThat(StateText.read(old, CONFIG, clock)).contains(state);
    }

    @Test
    void callsAndWhatIsUnderWayAreNotKept() {
        LineState busy =
                LineState.initial(CONFIG)
                        .with(
                                draft -> {
                                    draft.status(Status.ON_BACKUP);
                                    draft.calls().put("c1", Call.dialled("c1", "200"));
                                    draft.rounds().put(1L, Round.of(1, Round.Purpose.INVITE, "c1"));
                                });
        LineState read = StateText.read(StateText.write(busy, clock), CONFIG, clock).orElseThrow();
        assertThat(read).isEqualTo(LineState.initial(CONFIG));
    }

    @Test
    void timeThatPassedMeanwhileHasPassed() {
        String text = writtenAtNoon();
        assertThat(remainsMs(text, NOON.plusSeconds(60))).isEqualTo(540_000);
        assertThat(remainsMs(text, NOON.plusSeconds(600))).isZero();
        assertThat(remainsMs(text, NOON.plusSeconds(86_400))).isZero();
    }

    @Test
    void aClockSetBackCountsTheRemainderInFull() {
        assertThat(remainsMs(writtenAtNoon(), NOON.minusMillis(1))).isEqualTo(600_000);
        assertThat(remainsMs(writtenAtNoon(), Instant.EPOCH)).isEqualTo(600_000);
    }

    @Test
    void aClockMoreThanADayOffCountsTheRemainderInFull() {
        assertThat(remainsMs(writtenAtNoon(), NOON.plusSeconds(86_400).plusMillis(1)))
                .isEqualTo(600_000);
        assertThat(remainsMs(writtenAtNoon(), Instant.parse("2036-01-01T00:00:00Z")))
                .isEqualTo(600_000);
    }

    @Test
    void onAFastClockTimePassesFasterWhileTheDeviceIsOff() {
        TestClock fast = new TestClock(10);
        fast.setWall(NOON);
        String text = StateText.write(withTimer(fast.nowMs() + 600_000), fast);
        TestClock after = new TestClock(10);
        after.setWall(NOON.plusSeconds(30));
        assertThat(StateText.read(text, CONFIG, after).orElseThrow().timers().get("t"))
                .isEqualTo(300_000);
    }

    @Test
    void theStateOfOtherServersOrOfAnotherUserIsNotRead() {
        String text = StateText.write(LineState.initial(CONFIG), clock);
        assertThat(StateText.read(text, CONFIG.with(d -> d.label("office")), clock)).isPresent();
        for (LineConfig other :
                List.of(
                        CONFIG.with(d -> d.user("102")),
                        CONFIG.with(d -> d.domain("other.example")),
                        CONFIG.with(d -> d.outboundProxies(List.of())),
                        CONFIG.with(d -> d.servers(List.of(Server.at("a.example")))))) {
            assertThat(StateText.read(text, other, clock)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"v\":1", "\0\0\0\0", "\"text\"", "7"})
    void whatIsNoStateIsNotRead(String text) {
        assertThat(StateText.read(text, CONFIG, clock)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"v\":1 | \"v\":2",
                "\"health\":[ | \"health\":[{\"verdict\":\"?\"}",
                "\"health\":[] | \"health\":7",
                "\"bindings\":[ | \"bindings\":[{}",
                "\"memory\":{} | \"memory\":null",
                "\"timers\":{ | \"timers\":{\"t\":\"x\"",
                "\"nextId\":1 | \"nextId\":\"x\"",
                "SERVER 0 | SERVER",
                "SERVER 0 | MOON 0",
                "SERVER 0 | SERVER x",
                "5060,\"transport | 99999,\"transport",
                "UDP\",\"host | NAPTR\",\"host"
            })
    void whatIsDamagedAnywhereIsNotRead(String whole, String damaged) {
        TargetSet set = new TargetSet(List.of(Examples.target("192.0.2.1")), Long.MAX_VALUE);
        LineState state =
                LineState.initial(CONFIG).with(d -> d.targets().put(ServerRef.server(0), set));
        String text = StateText.write(state, clock);
        assertThat(StateText.read(text, CONFIG, clock)).isPresent();
        assertThat(text).contains(whole);
        assertThat(StateText.read(text.replace(whole, damaged), CONFIG, clock)).isEmpty();
    }

    private String writtenAtNoon() {
        TestClock before = new TestClock();
        before.advance(Duration.ofHours(3));
        before.setWall(NOON);
        return StateText.write(withTimer(before.nowMs() + 600_000), before);
    }

    private static LineState withTimer(long deadlineMs) {
        return LineState.initial(CONFIG).with(draft -> draft.timers().put("t", deadlineMs));
    }

    /** What remains of the timer when the text is read at this time of the wall clock. */
    private static long remainsMs(String text, Instant wall) {
        TestClock after = new TestClock();
        after.advanceMs(7);
        after.setWall(wall);
        LineState read = StateText.read(text, CONFIG, after).orElseThrow();
        return read.timers().get("t") - after.nowMs();
    }
}
