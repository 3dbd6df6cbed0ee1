// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.linekeeper.api.line.AddressOfRecord;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.Health;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Secret;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Subscription;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.lines.CallView;
import org.linekeeper.api.lines.Ladder;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.lines.Refusal;
import org.linekeeper.api.lines.SubscriptionView;
import org.linekeeper.api.sip.TraceEntry;

/** Two lines that remember what they were asked: 1 on its backup, 2 disabled and bare. */
final class FakeLines implements Lines {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Target BACKUP = new Target("192.0.2.2", 5060, Transport.UDP, "b.example");
    static final Target PRIMARY = new Target("192.0.2.1", 5060, Transport.UDP, "a.example");

    final List<String> asked = new CopyOnWriteArrayList<>();
    final Map<Integer, LineConfig> configs = new TreeMap<>();
    final Map<String, CallView> calls = new LinkedHashMap<>();
    final Map<String, SubscriptionView> subscriptions = new LinkedHashMap<>();
    final List<TraceEntry> trace = new CopyOnWriteArrayList<>();
    final List<Ladder> ladders = new CopyOnWriteArrayList<>();
    final Map<String, Long> counters = new TreeMap<>(Map.of("dropped_messages", 3L));

    /** How long a registration by hand keeps its caller. */
    long registerMs;

    FakeLines() {
        ladders.add(Ladders.ofAnOutage());
        configs.put(
                1,
                LineConfig.line(1)
                        .with(
                                draft ->
                                        draft.enabled(true)
                                                .user("100")
                                                .password(Secret.of("s3cret"))
                                                .servers(
                                                        List.of(
                                                                Server.at("a.example"),
                                                                Server.at("b.example")))));
        configs.put(2, LineConfig.line(2).with(draft -> draft.enabled(false)));
        trace.add(
                new TraceEntry(
                        NOON.plusMillis(5),
                        TraceEntry.Way.OUT,
                        "192.0.2.1:5060",
                        Transport.UDP,
                        "REGISTER sip:a.example SIP/2.0\r\nCSeq: 1 REGISTER\r\n\r\n"));
        trace.add(
                new TraceEntry(
                        NOON.plusMillis(20),
                        TraceEntry.Way.IN,
                        "192.0.2.1:5060",
                        Transport.UDP,
                        "SIP/2.0 503 Down\r\nCSeq: 1 REGISTER\r\n\r\n"));
    }

    @Override
    public List<LineView> lines() {
        return configs.keySet().stream().map(this::line).toList();
    }

    @Override
    public LineView line(int number) {
        require(number);
        return number == 1 ? served() : bare(number);
    }

    @Override
    public void register(int line) {
        require(line);
        if (line == 2) {
            throw new Refusal(Refusal.Kind.WRONG_STATE, "Line 2 is disabled.");
        }
        try {
            if (new CountDownLatch(1).await(registerMs, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts down");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("the lines were interrupted", e);
        }
        asked.add("register " + line);
    }

    @Override
    public void options(int line) {
        require(line);
        asked.add("options " + line);
    }

    @Override
    public CallView dial(int line, String to) {
        require(line);
        if (!to.matches("sip:.*|[0-9*#]+")) {
            throw new Refusal(Refusal.Kind.BAD_VALUE, "\"" + to + "\" is no address to dial.");
        }
        if (calls.size() >= 2) {
            throw new Refusal(Refusal.Kind.TOO_MANY, "Line 1 has two calls already.");
        }
        asked.add("dial " + line + " " + to);
        String id = "call/" + (calls.size() + 1);
        CallView view = new CallView(line, Call.dialled(id, to), Optional.empty());
        calls.put(id, view);
        return view;
    }

    /** Puts a call up that was answered at noon and is being hung up. */
    void hangingUp(String id) {
        Call call =
                Call.offered(id, "sip:200@b.example", Optional.of(Hop.direct(1, BACKUP)))
                        .established(1)
                        .over(Call.State.ENDED, OptionalInt.of(200), "hung up")
                        .withBye(Call.Bye.PENDING);
        calls.put(id, new CallView(1, call, Optional.of(NOON)));
    }

    @Override
    public List<CallView> calls() {
        return List.copyOf(calls.values());
    }

    @Override
    public CallView call(String id) {
        return Optional.ofNullable(calls.get(id))
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "No call " + id + "."));
    }

    @Override
    public void answer(String id) {
        if (call(id).call().state() != Call.State.RINGING) {
            throw new Refusal(Refusal.Kind.WRONG_STATE, "Call " + id + " does not ring here.");
        }
        asked.add("answer " + id);
    }

    @Override
    public void hangUp(String id) {
        call(id);
        asked.add("hangup " + id);
    }

    @Override
    public SubscriptionView subscribe(int line, String event, Optional<String> to) {
        require(line);
        if (!event.matches("[a-z.-]+")) {
            throw Refusal.ofValue("event", "\"event\" is no token.");
        }
        if (to.filter(uri -> !uri.startsWith("sip:")).isPresent()) {
            throw Refusal.ofValue("to", "\"to\" is no sip: URI.");
        }
        if (subscriptions.size() >= 2) {
            throw new Refusal(Refusal.Kind.TOO_MANY, "Line 1 has two subscriptions already.");
        }
        asked.add("subscribe " + line + " " + event + " " + to.orElse("itself"));
        SubscriptionView view =
                new SubscriptionView(
                        "s/" + (subscriptions.size() + 1),
                        event,
                        to.orElse("sip:100@a.example"),
                        Subscription.State.SUBSCRIBING,
                        Optional.empty(),
                        Optional.empty());
        subscriptions.put(view.id(), view);
        return view;
    }

    /** Puts a subscription of line 1 up that stands at the backup for a minute. */
    void subscribed(String id) {
        subscriptions.put(
                id,
                new SubscriptionView(
                        id,
                        "message-summary",
                        "sip:100@a.example",
                        Subscription.State.ACTIVE,
                        Optional.of(new LineView.Place("b.example", BACKUP)),
                        Optional.of(NOON.plusSeconds(60))));
    }

    @Override
    public List<SubscriptionView> subscriptions(int line) {
        require(line);
        return line == 1 ? List.copyOf(subscriptions.values()) : List.of();
    }

    @Override
    public void unsubscribe(int line, String subscription) {
        require(line);
        if (line != 1 || subscriptions.remove(subscription) == null) {
            throw new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "Line " + line + " has no subscription " + subscription + ".");
        }
        asked.add("unsubscribe " + line + " " + subscription);
    }

    @Override
    public List<LineConfig> configs() {
        return new ArrayList<>(configs.values());
    }

    @Override
    public void provision(String source, List<LineConfig> given) {
        throw new UnsupportedOperationException("the console never provisions");
    }

    @Override
    public void configure(LineConfig config) {
        configs.put(config.line(), config);
        asked.add("configure " + config.line());
    }

    @Override
    public void takeDhcpOption120(String hex) {
        if (!hex.matches("([0-9a-f]{2})*")) {
            throw Refusal.ofValue("hex", "Character 1 of the option is no digit.");
        }
        asked.add("dhcp " + hex);
    }

    @Override
    public Optional<String> policy() {
        return Optional.of("standard");
    }

    @Override
    public List<TraceEntry> trace(int line) {
        require(line);
        return trace;
    }

    @Override
    public List<Ladder> ladders(int line) {
        require(line);
        return line == 1 ? ladders : List.of();
    }

    @Override
    public Ladder ladder(int line, String id) {
        return ladders(line).stream()
                .filter(ladder -> ladder.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Refusal.Kind.NOT_FOUND,
                                        "Line " + line + " has no ladder " + id + "."));
    }

    @Override
    public Map<String, Long> counters(int line) {
        require(line);
        if (counters.containsKey("explode")) {
            throw new IllegalStateException("counters of line " + line + " are gone");
        }
        return counters;
    }

    private void require(int line) {
        if (!configs.containsKey(line)) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "There is no line " + line + ".");
        }
    }

    private static LineView served() {
        LineView.Place place = new LineView.Place("b.example", BACKUP);
        return new LineView(
                1,
                Optional.of(new AddressOfRecord("100", "a.example")),
                true,
                Status.ON_BACKUP,
                OptionalInt.of(2),
                Optional.of(place),
                NOON,
                Optional.of(NOON.plusSeconds(60)),
                List.of(
                        new LineView.Binding(
                                place,
                                Registration.State.REGISTERED,
                                Optional.of(NOON.plusSeconds(60)),
                                "c1@phone"),
                        new LineView.Binding(
                                new LineView.Place("a.example", PRIMARY),
                                Registration.State.REGISTERING,
                                Optional.empty(),
                                "")),
                Map.of(
                        PRIMARY,
                        new LineView.TargetHealth(
                                Health.Verdict.QUARANTINED, Optional.of(NOON.plusMillis(1500)), 2)),
                Why.NO_ANSWER,
                List.of("c-7"));
    }

    private static LineView bare(int number) {
        return new LineView(
                number,
                Optional.empty(),
                false,
                Status.DISABLED,
                OptionalInt.empty(),
                Optional.empty(),
                NOON,
                Optional.empty(),
                List.of(),
                Map.of(),
                Why.CONFIGURED,
                List.of());
    }
}
