// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.linekeeper.policy.kit.TwoServers.code;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.policy.LineEvent;

/** Scenarios for rows of the machine's table that two plain servers do not have. */
final class OtherKinds {
    private static final LineConfig BOTH = Kind.CONCURRENT.config(2);

    /** Where the scenarios go. */
    interface Rows {
        void add(String key, Supplier<VirtualLine> line, Consumer<VirtualLine> event);
    }

    private OtherKinds() {}

    /** A line whose first server is found dead by its heartbeat. */
    static void heartbeat(Rows rows) {
        rows.add(
                "on_primary: heartbeat lost, next",
                () -> VirtualLine.onPrimary(V1V4HeartbeatTest.config(0)),
                line -> V1V4HeartbeatTest.lose(line));
    }

    /** A line that does not ask a server that another line has found dead. */
    static void penalty(Rows rows) {
        LineConfig remembering = Generic.config(2);
        rows.add(
                "on_primary: under penalty, REGISTER 2xx at another",
                () -> passingOver(VirtualLine.onPrimary(remembering), TwoServers.PRIMARY),
                line -> line.answer(ok()));
        rows.add(
                "on_backup: under penalty, REGISTER 2xx at the first",
                () -> {
                    VirtualLine line = VirtualLine.onBackup(remembering);
                    Generic.pass(line, 33);
                    return passingOver(line, TwoServers.BACKUP);
                },
                line -> line.answer(ok()));
    }

    private static VirtualLine passingOver(VirtualLine line, Hop dead) {
        line.happen(
                new LineEvent.HealthObserved(
                        dead.target(), silence(), LineEvent.HealthObserved.Source.OTHER_LINE));
        return refreshing(line);
    }

    /** A server with two targets that share registrations. */
    static void sharing(Rows rows) {
        LineConfig shared = Yealink.one(Yealink.plain());
        LineConfig lasting = Yealink.one(Yealink.failback(Failback.Mode.DURATION, 600));
        rows.add(
                "on_primary: INVITE answered at another sharing hop",
                () -> {
                    VirtualLine line = Yealink.onA(shared);
                    line.dial("c1");
                    line.answer(silence());
                    return line;
                },
                line -> line.answer(ok()));
        rows.add(
                "on_backup: renewal 2xx at the first sharing hop",
                () -> refreshing(Yealink.onB(shared)),
                line -> line.answer(ok()));
        rows.add(
                "on_backup: INVITE answered at the first sharing hop",
                () -> {
                    VirtualLine line = Yealink.onB(shared);
                    line.dial("c1");
                    return line;
                },
                line -> line.answer(ok()));
        rows.add(
                "on_backup: FAILBACK 2xx at the first hop",
                () -> failingBack(lasting),
                line -> line.answer(ok()));
        rows.add(
                "on_backup: FAILBACK unavailable, refused",
                () -> failingBack(lasting),
                line -> line.answer(code(403)));
    }

    private static VirtualLine failingBack(LineConfig config) {
        VirtualLine line = Yealink.onB(config);
        line.advance(Duration.ofSeconds(600));
        return line;
    }

    /** Two servers that are registered with at the same time. */
    static void concurrent(Rows rows) {
        rows.add(
                "on_primary: unavailable, no next, standby",
                () -> refreshing(withBoth()),
                line -> line.answer(silence()));
        rows.add(
                "on_primary: REGISTER 4xx, 6xx, standby",
                () -> refreshing(withBoth()),
                line -> line.answer(code(403)));
        rows.add(
                "on_primary: INVITE answered at a standby",
                () -> {
                    VirtualLine line = withBoth();
                    line.dial("c1");
                    line.answer(silence());
                    return line;
                },
                line -> line.answer(ok()));
        rows.add(
                "on_backup: REGISTER 2xx at the first, standby serves",
                () -> {
                    VirtualLine line = onStandby();
                    line.advance(Duration.ofSeconds(TwoServers.RETRY_SECONDS));
                    return line;
                },
                line -> line.answer(ok()));
        rows.add(
                "on_backup: standby lost, no other",
                () -> {
                    VirtualLine line = onStandby();
                    line.happen(new LineEvent.TimerFired("standby-2"));
                    return line;
                },
                line -> line.answer(silence()));
        rows.add(
                "unregistered: STANDBY 2xx",
                () -> {
                    VirtualLine line = VirtualLine.started(BOTH);
                    Yealink.answer(line, TwoServers.PRIMARY, silence());
                    return line;
                },
                line -> line.answer(ok()));
    }

    private static VirtualLine withBoth() {
        VirtualLine line = VirtualLine.started(BOTH);
        Yealink.answer(line, TwoServers.PRIMARY, ok());
        Yealink.answer(line, TwoServers.BACKUP, ok());
        return line;
    }

    private static VirtualLine onStandby() {
        VirtualLine line = refreshing(withBoth());
        line.answer(silence());
        return line;
    }

    private static VirtualLine refreshing(VirtualLine line) {
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        return line;
    }
}
