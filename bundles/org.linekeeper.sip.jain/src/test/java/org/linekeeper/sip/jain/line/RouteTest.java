// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.sip.jain.line.Bench.A;
import static org.linekeeper.sip.jain.line.Bench.AT_A;
import static org.linekeeper.sip.jain.line.Bench.AT_B;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.policy.Request;

/** The Route of requests outside a dialog, and what becomes of it inside. */
class RouteTest {
    private static final Hop BY_PROXY = new Hop(0, OptionalInt.of(0), A);
    private final Bench bench = new Bench(d -> d.outboundProxies(List.of(Server.at("p.example"))));

    @Test
    void Y16_domainAndRequestUriStayTheServers() {
        bench.register(BY_PROXY, Budget.sends(1));
        assertThat(bench.last().target()).isEqualTo(A);
        assertThat(bench.last().startLine()).isEqualTo("REGISTER sip:pbx.example SIP/2.0");
        assertThat(bench.last().header("From")).contains("<sip:100@pbx.example>");
        assertThat(bench.last().headers("Route")).containsExactly("<sip:p.example:5060;lr>");
        bench.send(new Request.Options(), BY_PROXY, Budget.sends(1));
        assertThat(bench.last().headers("Route")).containsExactly("<sip:p.example:5060;lr>");
        bench.send(new Request.Subscribe("s", "dialog", "", 60), BY_PROXY, Budget.sends(1));
        assertThat(bench.last().headers("Route")).containsExactly("<sip:p.example:5060;lr>");
        bench.invite(BY_PROXY, Budget.sends(1));
        assertThat(bench.last().startLine()).isEqualTo("INVITE sip:200@pbx.example SIP/2.0");
        assertThat(bench.last().headers("Route")).containsExactly("<sip:p.example:5060;lr>");
    }

    @Test
    void withoutAProxyThereIsNoRoute() {
        bench.register(AT_A, Budget.sends(1));
        assertThat(bench.last().headers("Route")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "p.example,0,UDP,<sip:p.example;lr>",
        "p.example,5070,UDP,<sip:p.example:5070;lr>",
        "p.example,0,NAPTR,<sip:p.example;lr>",
        "192.0.2.9,5070,TCP,<sip:192.0.2.9:5070;transport=tcp;lr>",
        "2001:db8::9,0,TLS,<sip:[2001:db8::9];transport=tls;lr>"
    })
    void theRouteNamesTheProxyAsConfigured(String host, int port, Transport how, String route) {
        Server proxy = Server.at(host).with(s -> s.port(port).transport(how));
        Bench by = new Bench(d -> d.outboundProxies(List.of(proxy)));
        by.register(BY_PROXY, Budget.sends(1));
        assertThat(by.last().headers("Route")).containsExactly(route);
    }

    @Test
    void aProxyThatIsNoLongerConfiguredStillHasItsAddress() {
        Bench bare = new Bench();
        bare.register(BY_PROXY, Budget.sends(1));
        assertThat(bare.last().headers("Route")).containsExactly("<sip:192.0.2.1:5060;lr>");
    }

    @Test
    void cancelTakesTheRouteOfItsInvite() {
        long id = bench.invite(BY_PROXY, Budget.sends(1));
        bench.respond("INVITE", 180);
        bench.cancel(id);
        assertThat(bench.last().is("CANCEL")).isTrue();
        assertThat(bench.last().headers("Route")).containsExactly("<sip:p.example:5060;lr>");
    }

    @Test
    void inADialogItsOwnRouteSetCounts() {
        bench.invite(BY_PROXY, Budget.sends(1));
        String recorded = "Record-Route: <sip:inner.example;lr>, <sip:p.example:5060;lr>";
        bench.respond("INVITE", 200, "Contact: <sip:200@198.51.100.7>", recorded);
        assertThat(bench.last().headers("Route"))
                .containsExactly("<sip:p.example:5060;lr>", "<sip:inner.example;lr>");
        bench.send(new Request.Bye("c"), BY_PROXY, Budget.sends(1));
        assertThat(bench.last().startLine()).isEqualTo("BYE sip:200@198.51.100.7 SIP/2.0");
        assertThat(bench.last().headers("Route"))
                .containsExactly("<sip:p.example:5060;lr>", "<sip:inner.example;lr>");
    }

    @Test
    void withTheProxyInDialogRequestsVisitTheServerFirstAndThenWhatElseIsOnTheRoute() {
        Bench by = new Bench(d -> d.proxyInDialog(true));
        by.invite(AT_A, Budget.sends(1));
        assertThat(by.last().headers("Route")).as("not in a dialog yet").isEmpty();
        String inner = "Record-Route: <sip:inner.example;lr>";
        by.respond("INVITE", 200, "Contact: <sip:200@198.51.100.7>", inner);
        String[] way = {"<sip:192.0.2.1:5060;lr>", "<sip:inner.example;lr>"};
        assertThat(by.last().is("ACK")).isTrue();
        assertThat(by.last().headers("Route")).containsExactly(way);
        by.send(new Request.Bye("c"), AT_A, Budget.sends(1));
        assertThat(by.last().startLine()).isEqualTo("BYE sip:200@198.51.100.7 SIP/2.0");
        assertThat(by.last().headers("Route")).containsExactly(way);
        assertThat(by.last().target()).isEqualTo(A);
    }

    @Test
    void withTheProxyInDialogTheNextServerTakesThePlaceOfADeadOne() {
        Bench by = new Bench(d -> d.proxyInDialog(true));
        by.invite(AT_A, Budget.sends(1));
        by.respond(
                "INVITE",
                200,
                "Contact: <sip:200@198.51.100.7>",
                "Record-Route: <sip:inner.example;lr>, <sip:192.0.2.1;lr>");
        assertThat(by.last().headers("Route"))
                .as("it is on the route")
                .containsExactly("<sip:192.0.2.1;lr>", "<sip:inner.example;lr>");
        by.send(new Request.Bye("c"), AT_B, Budget.sends(1));
        assertThat(by.last().headers("Route"))
                .containsExactly("<sip:192.0.2.2:5070;lr>", "<sip:inner.example;lr>");
    }

    @Test
    void withoutItADialogHasNoRouteThatNobodyRecorded() {
        Bench plain = new Bench();
        plain.invite(AT_A, Budget.sends(1));
        plain.respond("INVITE", 200, "Contact: <sip:200@198.51.100.7>");
        assertThat(plain.last().headers("Route")).isEmpty();
    }

    @Test
    void R3_theRegistrarsServiceRouteIsTakenAtItsHopOnly() {
        registered(AT_A, "Service-Route: <sip:s1.example;lr>, <sip:s2.example;lr>");
        bench.invite(AT_A, Budget.sends(1));
        assertThat(bench.last().headers("Route"))
                .containsExactly("<sip:s1.example;lr>", "<sip:s2.example;lr>");
        bench.send(new Request.Subscribe("s", "dialog", "", 60), AT_A, Budget.sends(1));
        assertThat(bench.last().headers("Route")).hasSize(2);
        bench.invite(AT_B, Budget.sends(1));
        assertThat(bench.last().headers("Route")).as("another registration").isEmpty();
        bench.register(AT_A, Budget.sends(1));
        assertThat(bench.last().headers("Route")).as("never a REGISTER").isEmpty();
        bench.send(new Request.Options(), AT_A, Budget.sends(1));
        assertThat(bench.last().headers("Route")).as("OPTIONS asks the hop itself").isEmpty();
    }

    @Test
    void R3_eachGrantReplacesIt() {
        registered(AT_A, "Service-Route: <sip:s1.example;lr>");
        registered(AT_A, "Service-Route: <sip:s2.example;lr>");
        bench.invite(AT_A, Budget.sends(1));
        assertThat(bench.last().headers("Route")).containsExactly("<sip:s2.example;lr>");
        registered(AT_A, "X-Nothing: told");
        bench.invite(AT_A, Budget.sends(1));
        assertThat(bench.last().headers("Route")).isEmpty();
    }

    @Test
    void R3_withItsBindingItGoes() {
        registered(AT_A, "Service-Route: <sip:s1.example;lr>");
        bench.send(new Request.Register("r", 0), AT_A, Budget.sends(1));
        bench.respond("REGISTER", 200);
        bench.invite(AT_A, Budget.sends(1));
        assertThat(bench.last().headers("Route")).isEmpty();
    }

    @Test
    void R3_behindAProxyItComesAfterTheProxy() {
        registered(BY_PROXY, "Service-Route: <sip:s1.example;lr>");
        bench.invite(BY_PROXY, Budget.sends(1));
        assertThat(bench.last().headers("Route"))
                .containsExactly("<sip:p.example:5060;lr>", "<sip:s1.example;lr>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:strict.example>", "<tel:110>", "nonsense <", "<sip:@;lr>"})
    void aServiceRouteThatIsNoneIsIgnored(String told) {
        registered(AT_A, "Service-Route: " + told);
        bench.invite(AT_A, Budget.sends(1));
        assertThat(bench.last().headers("Route")).isEmpty();
    }

    @Test
    void pathIsSupported() {
        bench.register(AT_A, Budget.sends(1));
        assertThat(bench.last().header("Supported")).isEqualTo("path");
    }

    private void registered(Hop hop, String header) {
        long id = bench.register(hop, Budget.sends(1));
        bench.respond("REGISTER", 200, header);
        assertThat(bench.code(id)).isEqualTo(200);
    }
}
