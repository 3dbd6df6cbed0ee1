// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.TargetSet;
import org.linekeeper.api.locator.Located;
import org.linekeeper.api.policy.LineEvent;

class LineLookupsTest {
    private static final Located FOUND =
            new Located.Found(
                    List.of(Examples.target("192.0.2.9")), Optional.of(Duration.ofSeconds(60)));

    private final TestClock clock = new TestClock();
    private final FakeLocator locator = new FakeLocator();
    private final List<LineEvent> events = new ArrayList<>();
    private final LineConfig config =
            Examples.line(1, "a.example", "b.example")
                    .with(draft -> draft.outboundProxies(List.of(Server.at("proxy.example"))));
    private final LineLookups lookups = new LineLookups(locator, clock, () -> config, events::add);

    @Test
    void oneLookUpAtATimeForEachServer() {
        locator.hold();
        lookups.start(ServerRef.server(0));
        lookups.start(ServerRef.server(0));
        lookups.start(ServerRef.server(1));
        lookups.start(ServerRef.proxy(0));
        assertThat(locator.asked()).containsExactly("a.example", "b.example", "proxy.example");
        locator.complete(0, FOUND);
        assertThat(events).hasSize(1);
        lookups.start(ServerRef.server(0));
        assertThat(locator.asked()).hasSize(4);
    }

    @Test
    void targetsHoldForTheirTtlFromNow() {
        locator.hold();
        lookups.start(ServerRef.server(0));
        clock.advanceMs(5_000);
        locator.complete(0, FOUND);
        TargetSet set = new TargetSet(List.of(Examples.target("192.0.2.9")), 65_000);
        assertThat(events).containsExactly(new LineEvent.TargetsLocated(ServerRef.server(0), set));
    }

    @Test
    void targetsWithoutATtlHoldForEver() {
        lookups.start(ServerRef.server(0));
        assertThat(((LineEvent.TargetsLocated) events.get(0)).targets().expiresAtMs())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aFailureSaysWhy() {
        locator.fail("a.example");
        lookups.start(ServerRef.server(0));
        assertThat(events)
                .containsExactly(
                        new LineEvent.LocateFailed(ServerRef.server(0), "a.example is unknown"));
    }

    @Test
    void aLocatorThatBreaksItsContractHasFailedAndIsAskedAgain() {
        locator.hold();
        lookups.start(ServerRef.server(0));
        locator.completeExceptionally(0);
        assertThat(events).hasSize(1).first().isInstanceOf(LineEvent.LocateFailed.class);
        lookups.start(ServerRef.server(0));
        assertThat(locator.asked()).hasSize(2);
    }

    @Test
    void aServerThatIsNotFoundIsSaidOnceAndOnceMoreWhenItIsFoundAgain() {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream machineErr = System.err;
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            locator.fail("a.example");
            locator.fail("b.example");
            for (int i = 0; i < 3; i++) {
                lookups.start(ServerRef.server(0));
                lookups.start(ServerRef.server(1));
            }
            assertThat(events).hasSize(6);
            assertThat(log.toString(StandardCharsets.UTF_8).lines())
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("line 1: a.example is unknown");
            log.reset();
            for (int i = 0; i < 2; i++) {
                locator.put("a.example", Duration.ofSeconds(60), "192.0.2.9");
                lookups.start(ServerRef.server(0));
            }
            locator.fail("a.example");
            lookups.start(ServerRef.server(0));
            assertThat(log.toString(StandardCharsets.UTF_8).lines())
                    .satisfiesExactly(
                            line -> assertThat(line).contains("line 1: server 1 is found again"),
                            line -> assertThat(line).contains("line 1: a.example is unknown"));
        } finally {
            System.setErr(machineErr);
        }
    }
}
