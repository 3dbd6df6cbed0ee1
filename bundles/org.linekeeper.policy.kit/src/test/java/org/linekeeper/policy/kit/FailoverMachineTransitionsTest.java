// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.code;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.policy.LineEvent;

/** Walks the table in the Javadoc of {@link FailoverMachine}: a scenario for each row. */
class FailoverMachineTransitionsTest {
    private static final LineConfig TWO = TwoServers.config();
    private static final LineConfig THREE = TwoServers.config(3);
    private static final LineConfig ONE = TwoServers.config(1);
    private static final LineConfig OFF = TWO.with(draft -> draft.enabled(false));
    private static final LineEvent BY_HAND = new LineEvent.RegisterAsked();

    /** A line in some status, and what happens to it. */
    private record Scenario(Supplier<VirtualLine> line, Consumer<VirtualLine> event) {}

    private final Map<String, Scenario> scenarios = new TreeMap<>();
    private final Map<String, Consumer<VirtualLine>> anywhere = new TreeMap<>();

    FailoverMachineTransitionsTest() {
        fromRegistering();
        OtherKinds.sharing(this::row);
        OtherKinds.concurrent(this::row);
        OtherKinds.heartbeat(this::row);
        OtherKinds.penalty(this::row);
        fromOnPrimary();
        fromSwitching();
        fromOnBackup();
        fromUnregistered();
        fromAnywhere();
    }

    private void row(String key, Supplier<VirtualLine> line, Consumer<VirtualLine> event) {
        scenarios.put(key, new Scenario(line, event));
    }

    private void row(String key, Supplier<VirtualLine> line, Outcome outcome) {
        row(key, line, l -> l.answer(outcome));
    }

    private void fromRegistering() {
        row("registering: REGISTER 2xx at the first hop", () -> VirtualLine.started(TWO), ok());
        row("registering: REGISTER 2xx at another hop", () -> secondTry(TWO), ok());
        row("registering: unavailable, next", () -> VirtualLine.started(TWO), silence());
        row("registering: unavailable, no next", () -> secondTry(TWO), silence());
        row(
                "registering: no target known",
                FailoverMachineTransitionsTest::lookingUp,
                FailoverMachineTransitionsTest::bothNamesFail);
        row("registering: REGISTER 4xx, 6xx", () -> VirtualLine.started(TWO), code(403));
    }

    private void fromOnPrimary() {
        row("on_primary: REGISTER 2xx there", () -> refreshing(VirtualLine.onPrimary(TWO)), ok());
        row(
                "on_primary: unavailable, next",
                () -> refreshing(VirtualLine.onPrimary(TWO)),
                silence());
        row(
                "on_primary: unavailable, no next",
                () -> refreshing(VirtualLine.onPrimary(ONE)),
                silence());
        row(
                "on_primary: REGISTER 4xx, 6xx",
                () -> refreshing(VirtualLine.onPrimary(TWO)),
                code(403));
    }

    private void fromSwitching() {
        row("switching: REGISTER 2xx at the first hop", () -> leaving(onBackup()), ok());
        row("switching: REGISTER 2xx at another hop", () -> leaving(onPrimary(TWO)), ok());
        row("switching: unavailable, next", () -> leaving(onPrimary(THREE)), code(500));
        row("switching: unavailable, no next", () -> leaving(onPrimary(TWO)), silence());
        row("switching: REGISTER 4xx, 6xx", () -> leaving(onPrimary(TWO)), code(403));
    }

    private void fromOnBackup() {
        row("on_backup: REGISTER 2xx there", () -> refreshing(onBackup()), ok());
        row("on_backup: REGISTER by hand 2xx at the first hop", () -> byHand(onBackup()), ok());
        row(
                "on_backup: REGISTER by hand 4xx at the first hop",
                () -> byHand(onBackup()),
                code(403));
        row("on_backup: REGISTER 4xx, 6xx there", () -> refreshing(onBackup()), code(403));
        row("on_backup: unavailable, next", () -> refreshing(onBackup()), silence());
        row(
                "on_backup: unavailable, no next",
                () -> {
                    VirtualLine line = byHand(onBackup());
                    line.answer(silence());
                    return line;
                },
                silence());
        row("on_backup: PROBE 2xx at the first hop", () -> probing(onBackup()), ok());
        row(
                "on_backup: PROBE 2xx at another better hop",
                () -> {
                    VirtualLine line = secondTry(THREE);
                    line.answer(silence());
                    line.answer(ok());
                    probing(line).answer(silence());
                    return line;
                },
                ok());
        row("on_backup: PROBE unavailable, refused", () -> probing(onBackup()), code(503));
    }

    private void fromUnregistered() {
        row("unregistered: REGISTER 2xx at the first hop", () -> retrying(TWO), ok());
        row("unregistered: REGISTER 2xx at another hop", () -> retryingAtSecond(TWO), ok());
        row("unregistered: unavailable, next", () -> retrying(TWO), silence());
        row("unregistered: unavailable, no next", () -> retryingAtSecond(TWO), silence());
        row(
                "unregistered: no target known",
                () -> {
                    VirtualLine line = lookingUp();
                    bothNamesFail(line);
                    line.advance(Duration.ofSeconds(TwoServers.RETRY_SECONDS));
                    return line;
                },
                FailoverMachineTransitionsTest::bothNamesFail);
        row("unregistered: REGISTER 4xx, 6xx", () -> retrying(TWO), code(403));
    }

    private void fromAnywhere() {
        row(
                "disabled: configuration says to be in service",
                () -> VirtualLine.started(OFF),
                line -> line.happen(new LineEvent.Configured(TWO)));
        anywhere.put(
                "not disabled: the network changed",
                line -> line.happen(new LineEvent.NetworkChanged()));
        anywhere.put("any: the line starts", FailoverMachineTransitionsTest::start);
        anywhere.put(
                "any: configuration says not to be in service",
                line -> line.happen(new LineEvent.Configured(OFF)));
        anywhere.put("any: the phone stops", line -> line.happen(new LineEvent.Stopping()));
    }

    private static void start(VirtualLine line) {
        line.tamper(s -> s.with(draft -> draft.config(TWO)));
        line.happen(new LineEvent.Started());
    }

    private static VirtualLine onPrimary(LineConfig config) {
        return VirtualLine.onPrimary(config);
    }

    private static VirtualLine onBackup() {
        return VirtualLine.onBackup(TWO);
    }

    private static VirtualLine secondTry(LineConfig config) {
        VirtualLine line = VirtualLine.started(config);
        line.answer(silence());
        return line;
    }

    private static VirtualLine refreshing(VirtualLine line) {
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        return line;
    }

    private static VirtualLine leaving(VirtualLine line) {
        refreshing(line).answer(silence());
        return line;
    }

    private static VirtualLine byHand(VirtualLine line) {
        line.happen(BY_HAND);
        return line;
    }

    private static VirtualLine probing(VirtualLine line) {
        line.advance(Duration.ofSeconds(TwoServers.PROBE_SECONDS));
        return line;
    }

    private static VirtualLine unregistered(LineConfig config) {
        VirtualLine line = secondTry(config);
        line.answer(silence());
        return line;
    }

    private static VirtualLine retrying(LineConfig config) {
        VirtualLine line = unregistered(config);
        line.advance(Duration.ofSeconds(TwoServers.RETRY_SECONDS));
        return line;
    }

    private static VirtualLine retryingAtSecond(LineConfig config) {
        VirtualLine line = retrying(config);
        line.answer(silence());
        return line;
    }

    private static VirtualLine lookingUp() {
        VirtualLine line = VirtualLine.of(TWO);
        line.locator(new Names());
        line.happen(new LineEvent.Started());
        return line;
    }

    private static void bothNamesFail(VirtualLine line) {
        line.happen(Names.failed(ServerRef.server(0)));
        line.happen(Names.failed(ServerRef.server(1)));
    }

    @Test
    void eachRowHasAScenarioAndEachScenarioARow() {
        List<String> keys = TransitionTable.rows().stream().map(TransitionTable.Row::key).toList();
        Set<String> played = new HashSet<>(scenarios.keySet());
        played.addAll(anywhere.keySet());

        assertThat(keys).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(played);
    }

    @TestFactory
    Stream<DynamicTest> eachRowIsWhatHappens() {
        return TransitionTable.rows().stream()
                .flatMap(row -> scenarios(row).map(s -> test(row, s)));
    }

    private Stream<Scenario> scenarios(TransitionTable.Row row) {
        Consumer<VirtualLine> event = anywhere.get(row.key());
        return event == null
                ? Stream.of(scenarios.get(row.key()))
                : Stream.of(Status.values())
                        .filter(s -> s != Status.DISABLED || row.status().equals("any"))
                        .map(s -> new Scenario(() -> standing(s), event));
    }

    private static VirtualLine standing(Status status) {
        return switch (status) {
            case DISABLED -> VirtualLine.started(OFF);
            case REGISTERING -> VirtualLine.started(TWO);
            case ON_PRIMARY -> onPrimary(TWO);
            case SWITCHING -> leaving(onPrimary(TWO));
            case ON_BACKUP -> onBackup();
            case UNREGISTERED -> unregistered(TWO);
        };
    }

    private static DynamicTest test(TransitionTable.Row row, Scenario scenario) {
        VirtualLine line = scenario.line().get();
        String name = row.key() + " (" + word(line.state().status()) + ")";
        return DynamicTest.dynamicTest(name, () -> play(row, line, scenario.event()));
    }

    private static void play(
            TransitionTable.Row row, VirtualLine line, Consumer<VirtualLine> event) {
        LineState before = line.state();
        if (!row.status().equals("any") && !row.status().equals("not disabled")) {
            assertThat(word(before.status())).isEqualTo(row.status());
        }

        event.accept(line);

        assertThat(word(line.state().status()))
                .isEqualTo(asBefore(row.next()) ? word(before.status()) : row.next());
        assertThat(line.state().why().word())
                .isEqualTo(asBefore(row.why()) ? before.why().word() : why(row.why()));
    }

    private static boolean asBefore(String cell) {
        return cell.equals("(as before)");
    }

    /** The scenarios' refusals are 403, their failures on the way silence. */
    private static String why(String cell) {
        return switch (cell) {
            case "the cause" -> "no_answer";
            case "response_NNN" -> "response_403";
            default -> cell;
        };
    }

    private static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
