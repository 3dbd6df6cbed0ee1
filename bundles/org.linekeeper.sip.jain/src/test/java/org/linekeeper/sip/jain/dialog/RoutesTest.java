// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.sip.jain.message.NameAddress;
import org.linekeeper.sip.jain.message.RequestForm;

class RoutesTest {
    private static final Target DEAD = new Target("192.0.2.1", 5060, Transport.UDP, "a.example");
    private static final Target NEXT = new Target("2001:db8::2", 5061, Transport.TLS, "b.example");

    @Test
    void entriesOfTheDeadServerNameTheNextOne() {
        assertThat(moved("<sip:192.0.2.1;lr;ftag=x>"))
                .containsExactly("<sip:[2001:db8::2]:5061;transport=tls;ftag=x;lr>");
        assertThat(moved("<sip:A.example:5060;transport=tcp;lr>"))
                .containsExactly("<sip:[2001:db8::2]:5061;transport=tls;lr>");
        assertThat(moved("<sip:u%20v@a.example;lr>"))
                .containsExactly("<sip:u%20v@[2001:db8::2]:5061;transport=tls;lr>");
    }

    @Test
    void allOthersStay() {
        String[] others = {
            "<sip:192.0.2.1:5080;lr>", "<sip:192.0.2.9;lr>", "<sip:a.example:5070;lr>"
        };
        assertThat(moved(others)).containsExactly(others);
    }

    @Test
    void aStrictRouterGetsTheRequestUri() {
        RequestForm form = routes("<sip:192.0.2.1>", "<sip:x;lr>").request("BYE", "sip:200@y");
        assertThat(form.uri()).isEqualTo("sip:192.0.2.1");
        assertThat(form.headers().stream().filter(h -> h.is("Route")).map(h -> h.value()))
                .containsExactly("<sip:x;lr>", "<sip:200@y>");
    }

    @Test
    void aServerVisitedFirstGoesBeforeAStrictRouterToo() {
        RequestForm form = routes("<sip:strict.example>").by(NEXT).request("BYE", "sip:200@y");
        assertThat(form.uri()).isEqualTo("sip:200@y");
        assertThat(form.headers().stream().filter(h -> h.is("Route")).map(h -> h.value()))
                .containsExactly(
                        "<sip:[2001:db8::2]:5061;transport=tls;lr>", "<sip:strict.example>");
    }

    private static List<String> moved(String... entries) {
        return routes(entries).moved(DEAD, NEXT).entries().stream().map(NameAddress::text).toList();
    }

    private static Routes routes(String... entries) {
        return new Routes(NameAddress.parseAll("Route", List.of(entries)).orElseThrow());
    }
}
