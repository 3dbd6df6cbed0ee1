// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.linekeeper.api.call.Dialled;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.CallPlan.Destination;
import org.linekeeper.api.line.Transport;

/** Rules and calls to try them with. */
final class Rules {
    static final String CALLER = "sip:100@pbx.example";
    static final Set<Integer> ALL_CODES = codes(300, 699);

    private Rules() {}

    static RuleBook read(String... lines) {
        try {
            return RuleParser.parse("plan.rules", bytes(lines));
        } catch (UnreadableRules e) {
            throw new AssertionError(e);
        }
    }

    /** The sentence that refuses these lines. */
    static String refusal(String... lines) {
        return catchThrowableOfType(
                        UnreadableRules.class, () -> RuleParser.parse("plan.rules", bytes(lines)))
                .finding()
                .toString();
    }

    static byte[] bytes(String... lines) {
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    static Dialled dialled(String uri) {
        return new Dialled(1, uri, uri, CALLER, "INVITE " + uri);
    }

    static Dialled digits(String digits) {
        String uri = "sip:" + digits + "@pbx.example";
        return new Dialled(1, digits, uri, CALLER, "INVITE " + uri);
    }

    /** Where a call to this URI goes. */
    static List<Destination> destinations(RuleBook rules, String uri) {
        return rules.plan(dialled(uri)).destinations();
    }

    static Destination udp(String uri) {
        return Destination.at(uri, Transport.UDP);
    }

    static Destination tcp(String uri) {
        return Destination.at(uri, Transport.TCP);
    }

    /** A plan as the defaults of the original have it. */
    static CallPlan plan(String to, Destination... destinations) {
        return CallPlan.to(to)
                .with(
                        draft ->
                                draft.destinations(List.of(destinations))
                                        .invitingSeconds(10)
                                        .provisionalSeconds(20)
                                        .movingCodes(ALL_CODES)
                                        .redirection(true));
    }

    static Set<Integer> codes(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().collect(Collectors.toSet());
    }
}
