// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Subscription;
import org.linekeeper.api.lines.CallView;
import org.linekeeper.api.lines.Ladder;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.lines.Refusal;
import org.linekeeper.api.lines.SubscriptionView;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.sip.TraceEntry;

/** What a user can do with the lines: checks what is asked, and tells the line. */
final class LineDesk implements Lines {
    private static final Pattern URI =
            Pattern.compile("sips?:[^\\s<>\"\\p{Cntrl}]+", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_URI = 256;
    private static final Pattern DIGITS = Pattern.compile("[0-9*#+A-Za-z._-]{1,64}");

    /** RFC 3261 section 25.1. */
    private static final Pattern TOKEN = Pattern.compile("[0-9A-Za-z.!%*_+`'~-]{1,64}");

    private final LineSet set;
    private final Surroundings around;
    private final Views views;
    private final LineKeeping keeper;
    private final ConfiguredLines configured;
    private final Planning planning;

    /**
     * A desk.
     *
     * @param keeper takes changed configurations; a line follows when its own is kept
     * @param configured holds what the files gave, for DHCP to override
     * @param planning says where a call goes
     */
    LineDesk(
            LineSet set,
            Surroundings around,
            LineKeeping keeper,
            ConfiguredLines configured,
            Planning planning) {
        this.set = set;
        this.around = around;
        this.views = new Views(around.clock());
        this.keeper = keeper;
        this.configured = configured;
        this.planning = planning;
    }

    @Override
    public List<LineView> lines() {
        return set.all().stream().map(views::line).toList();
    }

    @Override
    public LineView line(int number) {
        return views.line(find(number));
    }

    private LineRuntime find(int number) {
        return set.find(number)
                .orElseThrow(
                        () -> new Refusal(Refusal.Kind.NOT_FOUND, "there is no line " + number));
    }

    private LineRuntime enabled(int number) {
        LineRuntime line = find(number);
        if (line.state().status() == Status.DISABLED) {
            throw new Refusal(Refusal.Kind.WRONG_STATE, "line " + number + " is disabled");
        }
        return line;
    }

    @Override
    public void register(int line) {
        enabled(line).post(new LineEvent.RegisterAsked());
    }

    @Override
    public void options(int line) {
        enabled(line).post(new LineEvent.OptionsAsked());
    }

    @Override
    public CallView dial(int number, String to) {
        LineRuntime line = enabled(number);
        if (!isUri(to) && !DIGITS.matcher(to).matches()) {
            throw new Refusal(
                    Refusal.Kind.BAD_VALUE,
                    "\"to\" is neither a sip: URI of up to 256 characters nor a number");
        }
        long living =
                around.calls().all().stream()
                        .filter(e -> e.line() == number && !e.call().state().isOver())
                        .count();
        boolean urgent = Planning.isEmergency(line.config(), to);
        if (living >= line.config().profile().callLimit() && !urgent) {
            throw new Refusal(
                    Refusal.Kind.WRONG_STATE,
                    "line " + number + " has as many calls as it can take: " + living);
        }
        CallPlan plan = planning.plan(line.config(), line.state().current(), to);
        Call call = Call.dialled(newId(), to);
        around.calls().record(number, call);
        if (!line.post(new LineEvent.DialAsked(call.id(), plan))) {
            around.calls().forget(call.id());
            throw tooBusy(number);
        }
        return call(call.id());
    }

    static boolean isUri(String to) {
        return to.length() <= LONGEST_URI && URI.matcher(to).matches();
    }

    /** As good as unique, over restarts too. */
    private String newId() {
        return Long.toHexString(around.chance().nextLong() | 1L << 62);
    }

    private static Refusal tooBusy(int line) {
        return new Refusal(
                Refusal.Kind.TOO_MANY, "line " + line + " has too much to do at the moment");
    }

    @Override
    public List<CallView> calls() {
        return around.calls().all().stream().map(views::call).toList();
    }

    @Override
    public CallView call(String id) {
        return views.call(entry(id));
    }

    private CallLedger.Entry entry(String id) {
        return around.calls()
                .find(id)
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "there is no call " + id));
    }

    @Override
    public void answer(String id) {
        CallLedger.Entry entry = entry(id);
        boolean rings =
                entry.call().direction() == Call.Direction.IN
                        && entry.call().state() == Call.State.RINGING;
        if (!rings) {
            throw new Refusal(Refusal.Kind.WRONG_STATE, "call " + id + " does not ring here");
        }
        find(entry.line()).post(new LineEvent.AnswerAsked(id));
    }

    @Override
    public void hangUp(String id) {
        CallLedger.Entry entry = entry(id);
        if (entry.call().state().isOver()) {
            throw new Refusal(Refusal.Kind.WRONG_STATE, "call " + id + " is over");
        }
        if (!find(entry.line()).post(new LineEvent.HangUpAsked(id))) {
            throw tooBusy(entry.line());
        }
        around.calls().hungUp(id);
    }

    @Override
    public SubscriptionView subscribe(int number, String event, Optional<String> to) {
        LineRuntime line = enabled(number);
        if (!TOKEN.matcher(event).matches()) {
            throw Refusal.ofValue("event", "\"event\" is no token of up to 64 characters");
        }
        if (to.isPresent() && !isUri(to.get())) {
            throw Refusal.ofValue("to", "\"to\" is no sip: URI of up to 256 characters");
        }
        if (to.isEmpty() && Views.aor(line.config(), Optional.empty()).isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.WRONG_STATE,
                    "line " + number + " has no address-of-record to subscribe to");
        }
        Subscription asked = Subscription.asked(newId(), event, to.orElse(""));
        if (!line.subscriptions().add(asked)) {
            throw new Refusal(
                    Refusal.Kind.TOO_MANY,
                    "line "
                            + number
                            + " has as many subscriptions as it can take: "
                            + SubscriptionDesk.MOST);
        }
        if (!line.post(new LineEvent.SubscribeAsked(asked.id(), event, asked.to()))) {
            line.subscriptions().takeBack(asked.id());
            throw tooBusy(number);
        }
        return views.subscription(line, line.subscriptions().find(asked.id()).orElse(asked));
    }

    @Override
    public List<SubscriptionView> subscriptions(int number) {
        LineRuntime line = find(number);
        return line.subscriptions().all().stream()
                .map(known -> views.subscription(line, known))
                .toList();
    }

    @Override
    public void unsubscribe(int number, String id) {
        LineRuntime line = find(number);
        if (line.subscriptions().find(id).isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.NOT_FOUND, "line " + number + " has no subscription " + id);
        }
        boolean first = line.subscriptions().leave(id);
        if (first && !line.post(new LineEvent.UnsubscribeAsked(id))) {
            line.subscriptions().takeBack(id);
            throw tooBusy(number);
        }
    }

    @Override
    public List<LineConfig> configs() {
        // What is kept, not what runs: a line takes a change up a little later, or after its calls.
        return keeper.standing().stream()
                .sorted(Comparator.comparingInt(LineConfig::line))
                .toList();
    }

    @Override
    public void configure(LineConfig config) {
        if (config.line() < 1 || config.line() > LineSet.MOST_LINES) {
            throw new Refusal(
                    Refusal.Kind.BAD_VALUE,
                    "line " + config.line() + " is not in 1.." + LineSet.MOST_LINES);
        }
        keeper.keep(config);
    }

    @Override
    public void provision(String source, List<LineConfig> configs) {
        configured.open(keeper.provision(source, configs));
    }

    @Override
    public void takeDhcpOption120(String hex) {
        configured.take(DhcpOption120.read(hex));
    }

    @Override
    public Optional<String> policy() {
        return around.policies().deciding();
    }

    @Override
    public List<TraceEntry> trace(int line) {
        return find(line).signalling().trace();
    }

    @Override
    public List<Ladder> ladders(int line) {
        return find(line).ladders().all();
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
                                        "line " + line + " has no ladder " + id));
    }

    @Override
    public Map<String, Long> counters(int line) {
        return find(line).counters();
    }

    /** Whether nothing more is to happen to these calls: a line may be changed then. */
    static boolean isQuiet(Collection<Call> calls) {
        return calls.stream().allMatch(Call::isDone);
    }
}
