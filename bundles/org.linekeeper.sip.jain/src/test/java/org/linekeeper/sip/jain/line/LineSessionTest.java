// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.sip.jain.line.Bench.A;
import static org.linekeeper.sip.jain.line.Bench.AT_A;
import static org.linekeeper.sip.jain.line.Bench.AT_B;
import static org.linekeeper.sip.jain.line.Bench.B;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.PortRange;
import org.linekeeper.api.policy.Request;
import org.linekeeper.sip.jain.net.FakeWire;

class LineSessionTest {
    private final Bench bench = new Bench();

    @Test
    void optionsAsksTheDomain() {
        long id = bench.send(new Request.Options(), AT_A, Budget.sends(3));
        assertThat(bench.last().startLine()).isEqualTo("OPTIONS sip:pbx.example SIP/2.0");
        bench.respond("OPTIONS", 404);
        assertThat(bench.code(id)).isEqualTo(404);
    }

    @Test
    void keepAlivesGoToOneTargetEachInterval() {
        keepAlive(Optional.of(AT_A));
        bench.time.advance(25_000);
        keepAlive(Optional.of(AT_A));
        bench.time.advance(25_000);
        assertThat(bench.wire.pinged).containsExactly(A, A);
        keepAlive(Optional.of(AT_B));
        bench.time.advance(25_000);
        assertThat(bench.wire.pinged).containsExactly(A, A, B);
        keepAlive(Optional.empty());
        bench.time.advance(100_000);
        assertThat(bench.wire.pinged).hasSize(3);
    }

    @Test
    void noKeepAlivesWhereTheLineWantsNone() {
        Bench quiet =
                new Bench(
                        d ->
                                d.keepalive(
                                        new Keepalive(
                                                Keepalive.Kind.OPTIONS, 30, OptionalInt.empty())));
        quiet.line.keepAlive(Optional.of(AT_A));
        quiet.time.advance(100_000);
        assertThat(quiet.wire.pinged).isEmpty();
    }

    @Test
    void anotherIntervalHoldsFromNowOn() {
        keepAlive(Optional.of(AT_A));
        Keepalive often = new Keepalive(Keepalive.Kind.CRLF, 5, OptionalInt.empty());
        bench.line.configure(Bench.config().with(d -> d.keepalive(often)));
        bench.time.advance(10_000);
        assertThat(bench.wire.pinged).containsExactly(A, A);
    }

    @Test
    void anotherLocalPortOpensSocketsAnew() {
        FakeWire first = bench.wire;
        bench.line.configure(Bench.config().with(d -> d.user("101")));
        bench.time.settle();
        assertThat(bench.wire).isSameAs(first);
        bench.line.configure(Bench.config().with(d -> d.localPort(PortRange.only(5080))));
        bench.time.settle();
        assertThat(first.closed).isTrue();
        assertThat(bench.wire).isNotSameAs(first);
    }

    @Test
    void aChangedNetworkReopensSockets() {
        bench.line.networkChanged();
        bench.time.settle();
        assertThat(bench.wire.reopened).isOne();
    }

    /** Nobody else says so to them: the sockets were closed by us. */
    @Test
    void aChangedNetworkFailsWhatIsOnAConnectionAtOnce() {
        long tcp = bench.register(Hop.direct(0, Bench.A_TCP), Budget.sends(4));
        long ringing = bench.invite(Hop.direct(0, Bench.A_TCP), Budget.sends(4));
        bench.respond("INVITE", 180);
        long udp = bench.register(AT_B, Budget.sends(4));
        bench.line.networkChanged();
        bench.time.settle();
        Outcome reset = new Outcome.Unreachable(Outcome.Kind.TCP_RESET, "the network changed");
        assertThat(bench.outcome(tcp)).contains(reset);
        assertThat(bench.outcome(ringing)).contains(reset);
        assertThat(bench.outcome(udp)).as("is sent again").isEmpty();
        assertThat(bench.events(org.linekeeper.api.policy.LineEvent.FlowLost.class)).isEmpty();
    }

    @Test
    void soDoesAnotherLocalPort() {
        long tcp = bench.register(Hop.direct(0, Bench.A_TCP), Budget.sends(4));
        bench.line.configure(Bench.config().with(d -> d.localPort(PortRange.only(5080))));
        bench.time.settle();
        assertThat(bench.outcome(tcp)).containsInstanceOf(Outcome.Unreachable.class);
    }

    @Test
    void aServerThatIsNoLongerConfiguredIsNoReasonToFail() {
        bench.invite(AT_B, Budget.sends(4));
        bench.line.configure(
                Bench.config()
                        .with(d -> d.servers(List.of(org.linekeeper.api.line.Server.at("a")))));
        bench.respond("INVITE", 200, "Contact: <sip:200@198.51.100.7>");
        long bye = bench.send(new Request.Bye("c"), AT_B, Budget.sends(4));
        bench.respond("BYE", 200);
        assertThat(bench.code(bye)).isEqualTo(200);
    }

    @Test
    void withoutADomainTheServersNameIsIt() {
        Bench bare = new Bench(d -> d.domain(""));
        bare.register(AT_B, Budget.sends(4));
        assertThat(bare.last().startLine()).isEqualTo("REGISTER sip:b.example SIP/2.0");
    }

    @Test
    void whatCannotBeWrittenHasAnOutcomeToo() {
        Bench odd = new Bench(d -> d.domain("pbx\r\nexample"));
        long id = odd.register(AT_A, Budget.sends(4));
        assertThat(odd.outcome(id))
                .contains(new Outcome.Unreachable(Outcome.Kind.NO_ROUTE, "cannot be sent"));
        assertThat(odd.wire.sent).isEmpty();
    }

    @Test
    void afterCloseNothingHappens() {
        long id = bench.register(AT_A, Budget.sends(4));
        bench.line.close();
        bench.time.advance(100_000);
        assertThat(bench.outcome(id)).isEmpty();
        assertThat(bench.wire.closed).isTrue();
        assertThat(bench.wire.sent).hasSize(1);
        assertThat(bench.time.waiting()).isZero();
    }

    private void keepAlive(Optional<org.linekeeper.api.line.Hop> hop) {
        bench.line.keepAlive(hop);
        bench.time.settle();
    }
}
