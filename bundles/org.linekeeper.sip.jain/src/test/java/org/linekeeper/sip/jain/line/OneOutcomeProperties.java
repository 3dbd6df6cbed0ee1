// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.sip.jain.net.FakeWire.Sent;

/** Whatever races with whatever: each attempt has exactly one outcome, and nothing stays behind. */
class OneOutcomeProperties {
    private static final String CHALLENGE = "WWW-Authenticate: Digest realm=\"r\", nonce=\"";
    private static final int[] CODES = {
        100, 180, 180, 200, 200, 200, 302, 401, 407, 423, 481, 487, 503
    };

    private enum Kind {
        WAIT,
        RESPOND,
        BREAK,
        CANCEL
    }

    /** A step; its numbers mean what the kind makes of them. */
    private record Step(Kind kind, int which, int what) {}

    @Property(tries = 1500)
    void oneAttempt(
            @ForAll("steps") List<Step> steps,
            @ForAll("requests") Request request,
            @ForAll boolean tcp,
            @ForAll("budgets") Budget budget) {
        Bench bench = new Bench();
        Target target = tcp ? Bench.A_TCP : Bench.A;
        if (request instanceof Request.Bye) {
            answered(bench, Hop.direct(0, target));
        }
        long id = bench.send(request, Hop.direct(0, target), budget);
        boolean cancelled = false;
        for (int i = 0; i < steps.size(); i++) {
            cancelled |= steps.get(i).kind() == Kind.CANCEL && bench.outcome(id).isEmpty();
            play(bench, id, target, steps.get(i), i);
            bench.outcome(id); // never two
        }
        cancelled |= bench.outcome(id).isEmpty();
        bench.cancel(id);
        bench.time.advance(10 * 32_000);
        assertThat(bench.outcome(id)).as("the outcome after " + steps).isPresent();
        if (cancelled) {
            assertThat(bench.outcome(id)).get().isNotInstanceOf(Outcome.Response.class);
        }
        assertThat(bench.time.waiting()).as("timers left behind").isZero();
        assertThat(bench.counters()).doesNotContainKey("internal_errors");
        noCallIsLeft(bench);
    }

    private static void play(Bench bench, long id, Target target, Step step, int number) {
        if (step.kind() == Kind.WAIT) {
            bench.time.advance(step.what() * 37L);
        } else if (step.kind() == Kind.BREAK) {
            bench.wire.broken(target, Outcome.Kind.ICMP);
        } else if (step.kind() == Kind.CANCEL) {
            bench.cancel(id);
        } else {
            List<Sent> requests =
                    bench.wire.sent.stream().filter(s -> !s.is("ACK") && !s.is("SIP/2.0")).toList();
            Sent one = requests.get(step.which() % requests.size());
            int code = CODES[step.what() % CODES.length];
            String challenge =
                    code == 407
                            ? CHALLENGE.replace("WWW", "Proxy") + number + "\""
                            : CHALLENGE + number + "\", stale=true";
            String contact = "Contact: <sip:200@198.51.100.7>";
            String tag = "t" + step.which() % 2;
            bench.respond(one, code, tag, challenge, contact, "Min-Expires: 9000");
        }
    }

    /** Every dialog that a 2xx made without the user's outcome being 2xx was ended again. */
    private static void noCallIsLeft(Bench bench) {
        boolean taken =
                bench.events(LineEvent.AttemptEnded.class).stream()
                        .map(LineEvent.AttemptEnded::outcome)
                        .anyMatch(o -> o instanceof Outcome.Response r && r.isSuccess());
        long dialogs =
                bench.sent("ACK").stream()
                        .filter(ack -> !ack.header("Via").isEmpty())
                        .filter(ack -> ack.startLine().contains("198.51.100.7"))
                        .map(ack -> ack.header("To") + ack.header("Call-ID") + ack.cseq())
                        .distinct()
                        .count();
        long byes =
                bench.sent("BYE").stream()
                        .map(bye -> bye.header("To") + bye.header("Call-ID"))
                        .distinct()
                        .count();
        if (!taken) {
            assertThat(byes).isEqualTo(dialogs);
        }
    }

    private static void answered(Bench bench, Hop hop) {
        bench.send(new Request.Invite("c", "200"), hop, Budget.sends(4));
        bench.respond("INVITE", 200, "Contact: <sip:200@198.51.100.7>");
        bench.wire.sent.clear();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds =
                Arbitraries.frequency(
                        net.jqwik.api.Tuple.of(2, Kind.WAIT),
                        net.jqwik.api.Tuple.of(6, Kind.RESPOND),
                        net.jqwik.api.Tuple.of(1, Kind.BREAK),
                        net.jqwik.api.Tuple.of(2, Kind.CANCEL));
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 1000);
        return Combinators.combine(kinds, numbers, numbers).as(Step::new).list().ofMaxSize(14);
    }

    @Provide
    Arbitrary<Request> requests() {
        return Arbitraries.of(
                new Request.Register("r", 600),
                new Request.Invite("c", "200"),
                new Request.Bye("c"),
                new Request.Subscribe("s", "dialog", "200", 600),
                new Request.Options());
    }

    @Provide
    Arbitrary<Budget> budgets() {
        return Arbitraries.of(
                Budget.sends(1), Budget.sends(4), Budget.durationMs(5000), Budget.WHOLE);
    }
}
