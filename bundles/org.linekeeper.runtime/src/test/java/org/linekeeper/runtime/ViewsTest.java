// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.AddressOfRecord;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.Health;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.TargetSet;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.api.policy.LineEvent;

class ViewsTest {
    private static final Target A1 = Examples.target("192.0.2.1");
    private static final Target A2 = Examples.target("192.0.2.11");
    private static final Target B1 = Examples.target("192.0.2.2");

    private final Script policy = Script.silent();
    private final World world = World.draft().make().with(policy);
    private final Views views = new Views(world.clock);

    @Test
    void thePositionCountsTargetsOfAllServersInConfiguredOrder() {
        LineRuntime line = start(Examples.line(1, "a.example", "b.example"));
        locate(line);
        LineView view = stand(line, Hop.direct(1, B1), 0);
        assertThat(view.position()).hasValue(3);
        assertThat(view.place()).contains(new LineView.Place("b.example", B1));
        assertThat(stand(line, Hop.direct(0, A2), 0).position()).hasValue(2);
    }

    @Test
    void behindProxiesThePositionCountsThese() {
        LineConfig config =
                Examples.line(1, "pbx.example")
                        .with(d -> d.outboundProxies(List.of(Server.at("p1"), Server.at("p2"))));
        LineRuntime line = start(config);
        change(
                line,
                state ->
                        state.targets().put(ServerRef.proxy(1), new TargetSet(List.of(A1, B1), 9)));
        LineView view = stand(line, new Hop(0, OptionalInt.of(1), B1), 0);
        assertThat(view.position()).hasValue(2);
        assertThat(view.place()).contains(new LineView.Place("p2", B1));
    }

    @Test
    void aTargetThatDnsNoLongerNamesHasNoPosition() {
        LineRuntime line = start(Examples.line(1));
        locate(line);
        Hop gone = Hop.direct(0, Examples.target("203.0.113.1"));
        LineView view = stand(line, gone, 0);
        assertThat(view.position()).isEmpty();
        assertThat(view.place()).isPresent();
    }

    @Test
    void aLineBeforeItsFirstRegistrationHasNoPlace() {
        LineView view = views.line(start(Examples.line(1)));
        assertThat(view.place()).isEmpty();
        assertThat(view.position()).isEmpty();
        assertThat(view.expiresAt()).isEmpty();
        assertThat(view.aor()).contains(new AddressOfRecord("101", "pbx.example"));
    }

    @Test
    void withoutADomainTheAddressOfRecordIsTheServersInUse() {
        LineRuntime line =
                start(Examples.line(1, "a.example", "b.example").with(d -> d.domain("")));
        assertThat(views.line(line).aor()).contains(new AddressOfRecord("101", "a.example"));
        assertThat(stand(line, Hop.direct(1, B1), 0).aor())
                .contains(new AddressOfRecord("101", "b.example"));
    }

    @Test
    void aLineWithoutUserOrServerHasNoAddressOfRecord() {
        assertThat(views.line(start(Examples.line(1).with(d -> d.user("")))).aor()).isEmpty();
        assertThat(
                        views.line(
                                        start(
                                                Examples.line(2)
                                                        .with(
                                                                d ->
                                                                        d.domain("")
                                                                                .servers(
                                                                                        List
                                                                                                .of()))))
                                .aor())
                .isEmpty();
    }

    @Test
    void timesAreOnTheWallClock() {
        LineRuntime line = start(Examples.line(1));
        world.clock.setWall(Instant.parse("2026-05-01T08:00:00Z"));
        world.clock.advanceMs(10_000);
        LineView view = stand(line, Examples.hop(0), 3_610_000);
        assertThat(view.expiresAt()).contains(Instant.parse("2026-05-01T09:00:10Z"));
        assertThat(view.bindings())
                .containsExactly(
                        new LineView.Binding(
                                new LineView.Place("192.0.2.1", A1),
                                Registration.State.REGISTERED,
                                Optional.of(Instant.parse("2026-05-01T09:00:10Z")),
                                "id-of-r1"));
        assertThat(view.since()).isEqualTo(Instant.parse("2026-05-01T08:00:10Z"));
    }

    @Test
    void aBindingThatIsNotGrantedDoesNotExpire() {
        LineView view = stand(start(Examples.line(1)), Examples.hop(0), 0);
        assertThat(view.expiresAt()).isEmpty();
        assertThat(view.bindings().get(0).expiresAt()).isEmpty();
    }

    @Test
    void aQuarantineThatIsServedLeavesASuspect() {
        LineRuntime line = start(Examples.line(1, "a.example", "b.example"));
        locate(line);
        change(
                line,
                state -> state.health().put(A2, new Health(Health.Verdict.QUARANTINED, 32_000, 2)));
        LineView.TargetHealth under = views.line(line).health().get(A2);
        assertThat(under.verdict()).isEqualTo(Health.Verdict.QUARANTINED);
        assertThat(under.until()).contains(world.clock.wallAt(32_000));
        assertThat(under.failures()).isEqualTo(2);
        world.advance(Duration.ofSeconds(32));
        LineView.TargetHealth served = views.line(line).health().get(A2);
        assertThat(served.verdict()).isEqualTo(Health.Verdict.SUSPECT);
        assertThat(served.until()).isEmpty();
        assertThat(views.line(line).health().get(A1).verdict()).isEqualTo(Health.Verdict.AVAILABLE);
        assertThat(views.line(line).health()).containsOnlyKeys(A1, A2, B1);
    }

    @Test
    void onlyLivingCallsAreNamed() {
        LineRuntime line = start(Examples.line(1));
        Call over =
                Call.dialled("c2", "200")
                        .over(Call.State.ENDED, OptionalInt.empty(), "hung up")
                        .withBye(Call.Bye.PENDING);
        change(
                line,
                state -> {
                    state.calls().put("c1", Call.dialled("c1", "200"));
                    state.calls().put("c2", over);
                });
        assertThat(views.line(line).calls()).containsExactly("c1");
    }

    @Test
    void aCallShowsWhenItWasAnswered() {
        Call call = Call.dialled("c1", "200");
        assertThat(views.call(new CallLedger.Entry(3, call, 0)).establishedAt()).isEmpty();
        assertThat(views.call(new CallLedger.Entry(3, call.established(500), 0)).establishedAt())
                .contains(world.clock.wallAt(500));
    }

    private LineRuntime start(LineConfig config) {
        world.set.open(List.of());
        world.set.configure(config);
        world.wire(config.line()).callId("r1", "id-of-r1");
        return world.line(config.line());
    }

    private void locate(LineRuntime line) {
        change(
                line,
                state -> {
                    state.targets().put(ServerRef.server(0), new TargetSet(List.of(A1, A2), 9));
                    state.targets().put(ServerRef.server(1), new TargetSet(List.of(B1), 9));
                });
    }

    private LineView stand(LineRuntime line, Hop hop, long expiresAtMs) {
        Registration binding =
                new Registration("r1", hop, Registration.State.REGISTERED, expiresAtMs);
        change(
                line,
                state -> {
                    state.status(Status.ON_BACKUP)
                            .current(Optional.of(hop))
                            .sinceMs(world.clock.nowMs());
                    state.registrations().put("r1", binding);
                });
        return views.line(line);
    }

    private void change(LineRuntime line, Consumer<LineState.Draft> change) {
        policy.change(LineEvent.NetworkChanged.class, state -> state.with(change));
        line.post(new LineEvent.NetworkChanged());
    }
}
