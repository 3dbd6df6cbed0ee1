// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
import org.linekeeper.api.policy.LineEvent.SubscriptionEnded;
import org.linekeeper.api.policy.LineEvent.SubscriptionNotified;
import org.linekeeper.api.policy.Request;
import org.linekeeper.sip.jain.net.FakeWire.Sent;

/** Whatever server, network and policy do with a subscription. */
class SubscriptionProperties {
    private static final int[] CODES = {100, 200, 202, 401, 423, 481, 489, 503};
    private static final String[] STATES = {
        "active;expires=60", "pending", "terminated;reason=timeout", "nonsense nonsense"
    };

    private enum Kind {
        SUBSCRIBE,
        UNSUBSCRIBE,
        RESPOND,
        NOTIFY,
        WAIT,
        CANCEL,
        BREAK,
        FORGET
    }

    /** A step; its numbers mean what the kind makes of them. */
    private record Step(Kind kind, int which, int what) {}

    private final List<Long> attempts = new ArrayList<>();
    private int notifies;

    @Property(tries = 1000)
    void everyAttemptEndsAndEveryNotifyIsAnswered(@ForAll("steps") List<Step> steps) {
        attempts.clear();
        notifies = 0;
        Bench bench = new Bench();
        steps.forEach(step -> play(bench, step));
        attempts.forEach(bench::cancel);
        attempts.forEach(id -> assertThat(bench.outcome(id)).isPresent());
        assertThat(answers(bench)).isEqualTo(notifies);
        assertThat(bench.counters()).doesNotContainKey("internal_errors");
        int told = told(bench);
        bench.line.forget("s");
        bench.time.settle();
        bench.sent("SUBSCRIBE").forEach(one -> notify(bench, one, "active"));
        assertThat(told(bench)).as("nothing is told of what is forgotten").isEqualTo(told);
        bench.time.advance(10 * 32_000);
        assertThat(bench.time.waiting()).as("timers left behind").isZero();
    }

    private void play(Bench bench, Step step) {
        Hop hop = step.which() % 3 == 0 ? Bench.AT_B : Bench.AT_A;
        List<Sent> sent = bench.sent("SUBSCRIBE");
        if (step.kind() == Kind.SUBSCRIBE || step.kind() == Kind.UNSUBSCRIBE) {
            int seconds = step.kind() == Kind.SUBSCRIBE ? 600 : 0;
            Request what = new Request.Subscribe("s", "dialog", "", seconds);
            attempts.add(bench.send(what, hop, Budget.sends(3)));
        } else if (step.kind() == Kind.WAIT) {
            bench.time.advance(step.what() * 37L);
        } else if (step.kind() == Kind.BREAK) {
            bench.wire.broken(hop.target(), Outcome.Kind.ICMP);
        } else if (step.kind() == Kind.FORGET) {
            bench.line.forget("s");
        } else if (step.kind() == Kind.CANCEL && !attempts.isEmpty()) {
            bench.cancel(attempts.get(step.which() % attempts.size()));
        } else if (step.kind() == Kind.RESPOND && !sent.isEmpty()) {
            int code = CODES[step.what() % CODES.length];
            String nonce = "WWW-Authenticate: Digest realm=\"x\", nonce=\"" + step.what() + "\"";
            Sent one = sent.get(sent.size() - 1 - step.which() % Math.min(2, sent.size()));
            bench.respond(one, code, "remote", nonce, "Min-Expires: 900");
        } else if (step.kind() == Kind.NOTIFY && !sent.isEmpty()) {
            Sent one = sent.get(step.which() % sent.size());
            notify(bench, one, STATES[step.what() % STATES.length]);
        }
    }

    private void notify(Bench bench, Sent subscribe, String state) {
        notifies++;
        bench.wire.receive(
                subscribe.target(),
                "NOTIFY sip:100@192.0.2.100 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;rport;branch="
                        + "z9hG4bK-n"
                        + notifies
                        + "\r\nFrom: <sip:100@pbx.example>;tag=remote\r\nTo: "
                        + subscribe.header("From")
                        + "\r\nCall-ID: "
                        + subscribe.header("Call-ID")
                        + "\r\nCSeq: "
                        + notifies
                        + " NOTIFY\r\nEvent: dialog\r\nSubscription-State: "
                        + state
                        + "\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n");
        bench.time.settle();
    }

    private static int answers(Bench bench) {
        return (int)
                bench.wire.sent.stream()
                        .filter(s -> s.is("SIP/2.0") && s.header("CSeq").endsWith(" NOTIFY"))
                        .count();
    }

    private static int told(Bench bench) {
        return bench.events(SubscriptionNotified.class).size()
                + bench.events(SubscriptionEnded.class).size();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds =
                Arbitraries.frequency(
                        net.jqwik.api.Tuple.of(4, Kind.SUBSCRIBE),
                        net.jqwik.api.Tuple.of(2, Kind.UNSUBSCRIBE),
                        net.jqwik.api.Tuple.of(6, Kind.RESPOND),
                        net.jqwik.api.Tuple.of(4, Kind.NOTIFY),
                        net.jqwik.api.Tuple.of(2, Kind.WAIT),
                        net.jqwik.api.Tuple.of(1, Kind.CANCEL),
                        net.jqwik.api.Tuple.of(1, Kind.BREAK),
                        net.jqwik.api.Tuple.of(1, Kind.FORGET));
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 1000);
        return Combinators.combine(kinds, numbers, numbers).as(Step::new).list().ofMaxSize(20);
    }
}
