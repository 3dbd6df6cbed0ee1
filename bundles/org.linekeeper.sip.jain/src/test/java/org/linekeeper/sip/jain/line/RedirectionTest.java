// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.sip.jain.line.Bench.A;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.CallPlan.Destination;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.policy.Request;

/** What a 3xx says of other places, and a call at a place that is none of the line's. */
class RedirectionTest {
    private static final Hop AWAY = Hop.away(0, A);

    private final Bench bench = new Bench();

    private List<Destination> contacts(int code, String... contacts) {
        long id = bench.send(new Request.Invite("c", "sip:9@198.51.100.9"), AWAY, Budget.sends(4));
        bench.respond("INVITE", code, contacts);
        return ((Outcome.Response) bench.outcome(id).orElseThrow()).contacts();
    }

    private static Destination udp(String uri) {
        return Destination.at(uri, Transport.UDP);
    }

    @Test
    void B6_contactsComeInTheOrderOfTheirQValues() {
        assertThat(
                        contacts(
                                302,
                                "Contact: <sip:c@192.0.2.3>;q=0.1, <sip:b@192.0.2.2>;q=0.25",
                                "Contact: \"A\" <sip:a@192.0.2.1>",
                                "Contact: sip:d@192.0.2.4;q=0"))
                .containsExactly(
                        udp("sip:a@192.0.2.1"),
                        udp("sip:b@192.0.2.2"),
                        udp("sip:c@192.0.2.3"),
                        udp("sip:d@192.0.2.4"));
    }

    @Test
    void B6_eachContactSaysItsTransport() {
        assertThat(
                        contacts(
                                301,
                                "Contact: <sip:a@192.0.2.1;transport=tcp>, <sips:b@pbx.example>",
                                "Contact: <sip:c@pbx.example:5070;transport=TLS>"))
                .containsExactly(
                        Destination.at("sip:a@192.0.2.1;transport=tcp", Transport.TCP),
                        Destination.at("sips:b@pbx.example", Transport.TLS),
                        Destination.at("sip:c@pbx.example:5070;transport=TLS", Transport.TLS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Contact: <tel:+49112>",
                "Contact: <sip:a@192.0.2.1;transport=sctp>",
                "Contact: <mailto:a@pbx.example>",
                "Contact: <<<>",
                "Contact: *"
            })
    void whatIsNoPlaceToAskIsLeftOut(String unusable) {
        assertThat(contacts(302, unusable, "Contact: <sip:b@192.0.2.2?Subject=x>"))
                .containsExactly(udp("sip:b@192.0.2.2"));
    }

    @Test
    void aContactOfAnotherRefusalLeadsNowhere() {
        assertThat(contacts(486, "Contact: <sip:a@192.0.2.1>")).isEmpty();
    }

    @Test
    void aByeGoesToTheDestinationWhateverServerTheLineHas() {
        bench.send(new Request.Invite("c", "sip:9@198.51.100.9"), AWAY, Budget.sends(4));
        bench.respond("INVITE", 200, "Contact: <sip:9@198.51.100.9:5062>");
        bench.send(new Request.Bye("c"), Bench.AT_B, Budget.sends(4));
        assertThat(bench.last().startLine()).startsWith("BYE sip:9@198.51.100.9:5062");
        assertThat(bench.last().target()).isEqualTo(A);
    }
}
