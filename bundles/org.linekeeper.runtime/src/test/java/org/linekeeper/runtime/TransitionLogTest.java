// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.line.Why;

class TransitionLogTest {
    @TempDir Path home;

    private Path path;

    @BeforeEach
    void place() {
        path = home.resolve("transitions.log");
    }

    @Property
    void aTransitionReadsBackFromItsLine(@ForAll("changes") LineStateChanged change) {
        String line = TransitionText.write(change);
        assertThat(line).doesNotContain("\n", "\r");
        assertThat(TransitionText.read(line)).contains(change);
    }

    @Provide
    Arbitrary<LineStateChanged> changes() {
        Arbitrary<Target> targets =
                Combinators.combine(
                                Arbitraries.of("192.0.2.1", "2001:db8::1"),
                                Arbitraries.integers().between(1, 65535),
                                Arbitraries.of(Transport.UDP, Transport.TCP, Transport.TLS),
                                Arbitraries.strings().ofMaxLength(10))
                        .as(Target::new);
        Arbitrary<Hop> hops =
                Combinators.combine(
                                Arbitraries.integers().between(0, 9),
                                Arbitraries.integers().between(0, 9).optional(),
                                targets)
                        .as(
                                (server, proxy, target) ->
                                        new Hop(
                                                server,
                                                proxy.map(OptionalInt::of)
                                                        .orElse(OptionalInt.empty()),
                                                target));
        Arbitrary<Tuple2<String, String>> texts =
                Combinators.combine(Arbitraries.strings(), Arbitraries.of("", "1-mm7p8er0"))
                        .as(Tuple::of);
        return Combinators.combine(
                        Arbitraries.longs().greaterOrEqual(1),
                        Arbitraries.longs().between(0, 4_000_000_000_000L),
                        Arbitraries.of(Status.class),
                        Arbitraries.of(Status.class),
                        Arbitraries.of("registered", "response_503", "all_failed").map(Why::new),
                        hops.optional(),
                        texts)
                .as(
                        (number, ms, from, to, why, hop, words) ->
                                new LineStateChanged(
                                        number,
                                        number,
                                        Instant.ofEpochMilli(ms),
                                        ms,
                                        3,
                                        from,
                                        to,
                                        why,
                                        hop,
                                        words.get1(),
                                        Optional.of(words.get2()).filter(t -> !t.isEmpty())));
    }

    @Test
    void aTransitionFromBeforeThereWereLaddersIsRead() {
        String old =
                """
                {"ep":77,"seq":5,"t":"2026-03-01T12:00:00Z","mono":5,"line":1,"from":"SWITCHING",\
                "to":"ON_BACKUP","why":"no_answer","hop":{"server":1,"proxy":-1,"address":\
                "192.0.2.2","port":5060,"transport":"UDP","host":"192.0.2.2"},\
                "server":"b.example"}""";
        assertThat(TransitionText.read(old)).contains(change(5));
        assertThat(change(5).ladder()).isEmpty();
    }

    @Test
    void whatIsAppendedIsReadInOrder() throws IOException {
        assertThat(write(1, 2, 3).changes()).containsExactly(change(1), change(2), change(3));
        assertThat(read().epoch()).isEqualTo(77);
    }

    @Test
    void noLogHoldsNothing() {
        assertThat(read()).isEqualTo(TransitionLog.Content.NONE);
    }

    @Test
    void aLastLineThatWasCutOffIsDroppedWhereverItEnds() throws IOException {
        write(1, 2);
        byte[] whole = Files.readAllBytes(path);
        int second = new String(whole, StandardCharsets.US_ASCII).indexOf('\n') + 1;
        for (int length = second + 1; length < whole.length - 1; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertThat(read().changes()).containsExactly(change(1));
        }
        Files.write(path, Arrays.copyOf(whole, whole.length - 1));
        assertThat(read().changes()).as("all but its end").containsExactly(change(1), change(2));
    }

    @Test
    void damageAnywhereElseStartsAfreshAndTellsTheEpochThatWas() throws IOException {
        write(1, 2, 3);
        byte[] whole = Files.readAllBytes(path);
        int first = new String(whole, StandardCharsets.US_ASCII).indexOf('\n');
        for (int i = first + 1; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] = (byte) 'X';
            Files.write(path, damaged);
            TransitionLog.Content content = read();
            boolean cutOff = i == whole.length - 1;
            assertThat(content.changes()).hasSize(cutOff ? 2 : whole[i] == 'X' ? 3 : 0);
            assertThat(content.epoch()).isEqualTo(77);
        }
    }

    @Test
    void numbersThatDoNotGrowOrAnotherEpochAreDamage() throws IOException {
        assertThat(write(1, 2, 2).changes()).isEmpty();
        assertThat(write(5, 4).changes()).isEmpty();
        assertThat(write(5, 9).changes()).as("a gap at the bound").hasSize(2);
        LineStateChanged other =
                new LineStateChanged(
                        78,
                        6,
                        Instant.EPOCH,
                        0,
                        1,
                        Status.REGISTERING,
                        Status.ON_PRIMARY,
                        Why.REGISTERED,
                        Optional.empty(),
                        "");
        assertThat(write(List.of(change(5), other)).changes()).isEmpty();
    }

    @Test
    void aLogThatIsTooLargeOrNoFileStartsAfresh() throws IOException {
        try (RandomAccessFile large = new RandomAccessFile(path.toFile(), "rw")) {
            large.setLength((16L << 20) + 1);
        }
        assertThat(read()).isEqualTo(TransitionLog.Content.NONE);
        Files.delete(path);
        Files.createDirectory(path);
        assertThat(read()).isEqualTo(TransitionLog.Content.NONE);
    }

    @Test
    void aLogOfManyIsWrittenAnewOnlyWhenItHasGrownToTwice() throws IOException {
        TransitionLog log = new TransitionLog(path);
        List<LineStateChanged> many = new ArrayList<>();
        for (int seq = 1; seq <= 9_000; seq++) {
            many.add(change(seq));
        }
        assertThat(log.needsRewrite()).as("before the first").isTrue();
        log.rewrite(many);
        assertThat(Files.size(path)).isGreaterThan(1 << 20);
        assertThat(log.needsRewrite()).isFalse();
        log.append(change(9_001));
        assertThat(log.needsRewrite()).isFalse();
        log.close();
        assertThat(read().changes()).hasSize(9_001);
    }

    @Test
    void aLogThatIsGivenUpIsGone() throws IOException {
        TransitionLog log = new TransitionLog(path);
        log.rewrite(List.of(change(1)));
        log.discard();
        assertThat(read()).isEqualTo(TransitionLog.Content.NONE);
        assertThat(log.needsRewrite()).isTrue();
        log.rewrite(List.of(change(1), change(2)));
        log.close();
        assertThat(read().changes()).hasSize(2);
    }

    private TransitionLog.Content write(int... numbers) throws IOException {
        return write(Arrays.stream(numbers).mapToObj(TransitionLogTest::change).toList());
    }

    private TransitionLog.Content write(List<LineStateChanged> changes) throws IOException {
        try (TransitionLog log = new TransitionLog(path)) {
            log.rewrite(changes.subList(0, 1));
            for (LineStateChanged change : changes.subList(1, changes.size())) {
                log.append(change);
            }
        }
        return read();
    }

    private TransitionLog.Content read() {
        return new TransitionLog(path).read();
    }

    private static LineStateChanged change(long seq) {
        return new LineStateChanged(
                77,
                seq,
                Instant.parse("2026-03-01T12:00:00Z"),
                seq,
                1,
                Status.SWITCHING,
                Status.ON_BACKUP,
                Why.NO_ANSWER,
                Optional.of(Examples.hop(1)),
                "b.example");
    }
}
