// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Secret;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.sip.jain.media.PlainMedia;
import org.linekeeper.sip.jain.message.Ids;
import org.linekeeper.sip.jain.net.FakeWire;
import org.linekeeper.sip.jain.net.FakeWire.Sent;
import org.linekeeper.sip.jain.net.VirtualTime;
import org.linekeeper.sip.jain.net.Wire;

/** One line in virtual time, on a wire of which the test holds the other end. */
public final class Bench {
    public static final Target A = new Target("192.0.2.1", 5060, Transport.UDP, "a.example");
    public static final Target B = new Target("192.0.2.2", 5070, Transport.UDP, "b.example");
    public static final Target A_TCP = new Target("192.0.2.1", 5060, Transport.TCP, "a.example");
    public static final Hop AT_A = Hop.direct(0, A);
    public static final Hop AT_B = Hop.direct(1, B);

    public final VirtualTime time = new VirtualTime();
    public final List<LineEvent> events = new ArrayList<>();
    public final LineSession line;
    public FakeWire wire;
    private final long startMs = time.nowMs();
    private long attempts;

    public Bench() {
        this(draft -> {});
    }

    public Bench(Consumer<LineConfig.Draft> changes) {
        Random random = new Random(1);
        Device device =
                new Device(
                        time,
                        new Wires() {
                            @Override
                            public Wire open(LineConfig config, Wire.Listener listener) {
                                wire = new FakeWire(time, listener);
                                return wire;
                            }

                            @Override
                            public boolean isSame(LineConfig one, LineConfig other) {
                                return one.localPort().equals(other.localPort());
                            }
                        },
                        new PlainMedia(random),
                        new Ids(random),
                        Clock.systemUTC(),
                        "Linekeeper/test",
                        "00000000-0000-4000-8000-000000000001");
        line = new LineSession(config().with(changes), events::add, message -> {}, device);
        time.settle();
    }

    public static LineConfig config() {
        return LineConfig.line(1)
                .with(
                        draft ->
                                draft.user("100")
                                        .displayName("Desk \"7\"")
                                        .password(Secret.of("secret"))
                                        .domain("pbx.example")
                                        .servers(
                                                List.of(
                                                        Server.at("a.example"),
                                                        Server.at("b.example"))));
    }

    public long register(Hop hop, Budget budget) {
        return send(new Request.Register("r", 600), hop, budget);
    }

    public long invite(Hop hop, Budget budget) {
        return send(new Request.Invite("c", "200"), hop, budget);
    }

    public long send(Request what, Hop hop, Budget budget) {
        line.send(++attempts, what, hop, budget);
        time.settle();
        return attempts;
    }

    public void cancel(long attempt) {
        line.cancel(attempt);
        time.settle();
    }

    /** What was sent last. */
    public Sent last() {
        return wire.sent.get(wire.sent.size() - 1);
    }

    /** All requests of a method, or responses of a code, in order. */
    public List<Sent> sent(String beginning) {
        return wire.sent.stream().filter(s -> s.text().startsWith(beginning + " ")).toList();
    }

    /** When messages went out, in ms after the bench began. */
    public List<Long> instants(List<Sent> messages) {
        return messages.stream().map(message -> message.atMs() - startMs).toList();
    }

    /** Answers the last request of a method from where it was sent to. */
    public void respond(String method, int code, String... headers) {
        List<Sent> requests = sent(method);
        respond(requests.get(requests.size() - 1), code, "remote", headers);
    }

    public void respond(Sent request, int code, String tag, String... headers) {
        wire.receive(request.target(), response(request, code, tag, "", headers));
        time.settle();
    }

    public void respondWithBody(Sent request, int code, String tag, String body, String... more) {
        wire.receive(request.target(), response(request, code, tag, body, more));
        time.settle();
    }

    public static String response(
            Sent request, int code, String tag, String body, String... headers) {
        String to = request.header("To");
        StringBuilder text = new StringBuilder("SIP/2.0 " + code + " Whatever\r\n");
        boolean ownVia = List.of(headers).stream().anyMatch(h -> h.startsWith("Via:"));
        if (!ownVia) {
            text.append("Via: ").append(request.header("Via")).append("\r\n");
        }
        text.append("From: ").append(request.header("From")).append("\r\n");
        boolean tagged = to.contains(";tag=") || code == 100;
        text.append("To: ").append(tagged ? to : to + ";tag=" + tag).append("\r\n");
        text.append("Call-ID: ").append(request.header("Call-ID")).append("\r\n");
        text.append("CSeq: ").append(request.header("CSeq")).append("\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            text.append("Content-Type: application/sdp\r\n");
        }
        text.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
        return text.toString();
    }

    public Optional<Outcome> outcome(long attempt) {
        List<Outcome> all =
                events(LineEvent.AttemptEnded.class).stream()
                        .filter(ended -> ended.attempt() == attempt)
                        .map(LineEvent.AttemptEnded::outcome)
                        .toList();
        assertThat(all).as("outcomes of attempt " + attempt).hasSizeLessThan(2);
        return all.stream().findFirst();
    }

    public int code(long attempt) {
        return ((Outcome.Response) outcome(attempt).orElseThrow()).code();
    }

    public <E extends LineEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public Map<String, Long> counters() {
        return line.counters();
    }
}
