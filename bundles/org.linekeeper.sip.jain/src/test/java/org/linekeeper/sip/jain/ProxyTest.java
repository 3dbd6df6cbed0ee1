// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.sip.jain.Phone.SOON;
import static org.linekeeper.sip.jain.Phone.code;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.policy.Request;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.sip.SipMessage;

/** An outbound proxy on loopback. */
class ProxyTest {
    @Test
    void Y16_registersAndCallsThroughTheProxy() {
        try (PocketServer proxy =
                        PocketServer.named("p")
                                .user("100", "secret")
                                .start()
                                .knownAs("proxy.example")
                                .recordRoute(true);
                Phone phone = new Phone(d -> d.outboundProxies(List.of(at(proxy))))) {
            Target target = new Target("127.0.0.1", proxy.port(), Transport.UDP, "proxy.example");
            Hop hop = new Hop(0, OptionalInt.of(0), target);
            Request register = new Request.Register("r", 600);
            assertThat(code(phone.send(register, hop, Budget.sends(4)))).isEqualTo(200);
            phone.call(hop);
            proxy.awaitReceived("ACK", 1, SOON);
            assertThat(code(phone.send(new Request.Bye("call"), hop, Budget.sends(4))))
                    .isEqualTo(200);
            Predicate<SipMessage> first = m -> m.isRequest() && m.to().tag().isEmpty();
            assertThat(proxy.received(first))
                    .hasSizeGreaterThan(2)
                    .allSatisfy(
                            r -> {
                                assertThat(r.message().list("Route"))
                                        .containsExactly(
                                                "<sip:proxy.example:" + proxy.port() + ";lr>");
                                assertThat(r.message().uri()).contains("pbx.example");
                            });
            SipMessage bye = proxy.received("BYE").get(0).message();
            assertThat(bye.list("Route"))
                    .containsExactly("<sip:127.0.0.1:" + proxy.port() + ";lr>");
        }
    }

    private static Server at(PocketServer proxy) {
        return Server.at("proxy.example").with(s -> s.port(proxy.port()));
    }
}
