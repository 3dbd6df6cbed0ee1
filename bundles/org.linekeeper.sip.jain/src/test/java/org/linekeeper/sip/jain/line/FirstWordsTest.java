// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.sip.jain.line.Bench.AT_A;
import static org.linekeeper.sip.jain.line.Bench.AT_B;

import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.policy.Request;

/** What a configuration has a request say, or leave out, before a server has answered. */
class FirstWordsTest {
    private static final String UNASKED =
            "Digest username=\"100\", realm=\"pbx.example\", nonce=\"\","
                    + " uri=\"sip:pbx.example\", response=\"\"";

    private static final String CHALLENGE =
            "WWW-Authenticate: Digest realm=\"pbx.example\", nonce=\"one\", qop=\"auth\"";

    private final Bench bench = new Bench(d -> d.initialAuth(true));

    @Test
    void theResponseIsWantedWhereTheRequestCameFrom() {
        Bench usual = new Bench();
        usual.register(AT_A, Budget.sends(1));
        assertThat(usual.last().header("Via")).contains("192.0.2.100:5060;rport;branch=z9hG4bK");
    }

    @Test
    void withoutRportItIsWantedAtTheSocketThatTheViaNames() {
        Bench without = new Bench(d -> d.rport(false));
        long id = without.register(AT_A, Budget.sends(1));
        assertThat(without.last().header("Via"))
                .contains("192.0.2.100:5060;branch=z9hG4bK")
                .doesNotContain("rport");
        without.respond("REGISTER", 200);
        assertThat(without.code(id)).isEqualTo(200);
    }

    @Test
    void theFirstRegisterNamesTheUserAndProvesNothing() {
        long id = bench.register(AT_A, Budget.sends(1));
        assertThat(bench.last().headers("Authorization")).containsExactly(UNASKED);

        bench.respond("REGISTER", 401, CHALLENGE);
        assertThat(bench.last().headers("Authorization"))
                .singleElement()
                .asString()
                .contains("nonce=\"one\"", "nc=00000001");
        bench.respond("REGISTER", 200);
        assertThat(bench.code(id)).isEqualTo(200);

        bench.register(AT_A, Budget.sends(1));
        assertThat(bench.last().header("Authorization")).contains("nc=00000002");
        bench.register(AT_B, Budget.sends(1));
        assertThat(bench.last().headers("Authorization"))
                .as("the first one there")
                .containsExactly(UNASKED);
    }

    @Test
    void aServerThatAsksForNothingGetsItEachTime() {
        long id = bench.register(AT_A, Budget.sends(1));
        bench.respond("REGISTER", 200);
        assertThat(bench.outcome(id)).containsInstanceOf(Outcome.Response.class);
        bench.register(AT_A, Budget.sends(1));
        assertThat(bench.last().headers("Authorization")).containsExactly(UNASKED);
    }

    @Test
    void noOtherRequestSaysItUnasked() {
        bench.invite(AT_A, Budget.sends(1));
        assertThat(bench.last().header("Authorization")).isEmpty();
        bench.send(new Request.Options(), AT_A, Budget.sends(1));
        assertThat(bench.last().header("Authorization")).isEmpty();
    }

    @Test
    void withoutTheSettingNoRegisterDoes() {
        Bench usual = new Bench();
        usual.register(AT_A, Budget.sends(1));
        assertThat(usual.last().header("Authorization")).isEmpty();
    }
}
