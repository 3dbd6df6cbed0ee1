// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.dialplan.Rules.plan;
import static org.linekeeper.dialplan.Rules.tcp;
import static org.linekeeper.dialplan.Rules.udp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.CallPlan.Destination;

/** The five examples of the original, as they stand. */
class B9ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "..", "examples", "dialplan");
    private static final String DIALLED = "sip:200@pbx.example";
    private static final Destination FIRST = udp("sip:100@192.168.0.100");
    private static final Destination SECOND = udp("sip:101@192.168.0.101");
    private static final Destination THIRD = udp("sip:102@192.168.0.102");

    @Test
    void B9_basicUsageHasTheDefaults() throws Exception {
        assertThat(planOf("1-basic")).isEqualTo(plan(DIALLED, FIRST, SECOND, THIRD));
    }

    @Test
    void B9_eachDestinationHasItsTransport() throws Exception {
        assertThat(planOf("2-transport"))
                .isEqualTo(
                        plan(
                                DIALLED,
                                tcp("sip:100@192.168.0.100"),
                                tcp("sip:101@192.168.0.101"),
                                tcp("sip:102@192.168.0.102")));
    }

    @Test
    void B9_theInvitingTimerIsSet() throws Exception {
        assertThat(planOf("3-inviting-timer"))
                .isEqualTo(
                        plan(DIALLED, FIRST, SECOND, THIRD)
                                .with(draft -> draft.invitingSeconds(30)));
    }

    @Test
    void B9_onlySomeResponsesMoveTheCall() throws Exception {
        assertThat(planOf("4-response-pattern"))
                .isEqualTo(
                        plan(DIALLED, FIRST, SECOND)
                                .with(draft -> draft.movingCodes(Rules.codes(400, 499))));
    }

    @Test
    void B9_redirectionAloneNeedsNoFurtherDestination() throws Exception {
        assertThat(planOf("5-redirection"))
                .isEqualTo(
                        plan(DIALLED, FIRST)
                                .with(draft -> draft.movingCodes(Rules.codes(300, 309))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n\n\n", "\r"})
    void B9_linesMayEndInAnyWay(String end) throws Exception {
        String text = Files.readString(file("2-transport")).replace("\n", end);
        assertThat(Rules.read(text).plan(Rules.dialled(DIALLED))).isEqualTo(planOf("2-transport"));
    }

    @Test
    void B9_theLinesAroundAPrintedExampleDoNoHarm() throws Exception {
        String ruler = "-".repeat(73) + "\n";
        String text = "\uFEFF" + ruler + Files.readString(file("3-inviting-timer")) + "\n" + ruler;
        assertThat(Rules.read(text).plan(Rules.dialled(DIALLED)))
                .isEqualTo(planOf("3-inviting-timer"));
    }

    private static Path file(String name) {
        return EXAMPLES.resolve(name + ".rules");
    }

    private static CallPlan planOf(String name) throws IOException, UnreadableRules {
        return RuleParser.parse(name, Files.readAllBytes(file(name))).plan(Rules.dialled(DIALLED));
    }
}
