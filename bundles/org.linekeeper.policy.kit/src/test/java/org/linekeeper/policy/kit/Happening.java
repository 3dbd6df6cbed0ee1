// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.policy.LineEvent;

/** One thing in a line's random history. */
sealed interface Happening {
    void in(World world);

    /** A line, its servers, its name server and a counter of calls. */
    final class World {
        final VirtualLine line;
        final VirtualServers servers;
        final Names names = new Names();
        final LineConfig config;
        final Map<ServerRef, List<String>> addresses;
        private final List<Hop> hops;
        private int calls;

        World(Kind kind, int places, long seed) {
            config = kind.config(places);
            addresses = kind.addresses(places);
            hops = kind.hops(places);
            line = new VirtualLine(new FailoverMachine(new ByConfiguration()), config, seed);
            servers = new VirtualServers(line);
            line.locator(names);
            addresses.forEach((ref, all) -> names.knows(ref, 300, all.toArray(String[]::new)));
        }

        Hop hop(int any) {
            return hops.get(any % hops.size());
        }

        private ServerRef ref(int any) {
            return hop(any).ref();
        }

        private String newCall() {
            return "c" + ++calls;
        }

        private Optional<String> call(int any) {
            return line.state().calls().keySet().stream()
                    .skip(any % Math.max(1, line.state().calls().size()))
                    .findFirst();
        }
    }

    /** Time passes. */
    record Later(int ms) implements Happening {
        @Override
        public void in(World world) {
            world.line.advance(Duration.ofMillis(ms));
        }
    }

    /** A server changes its mood. */
    record Turns(int server, int mood) implements Happening {
        private static final VirtualServers.Mood[] MOODS = {
            new VirtualServers.Up(),
            new VirtualServers.Up(),
            new VirtualServers.Silent(),
            new VirtualServers.Silent(),
            new VirtualServers.Flaps(5000, 5000, 0),
            new VirtualServers.Flaps(95_000, 40_000, 0),
            new VirtualServers.Says(TwoServers.code(503)),
            new VirtualServers.Says(TwoServers.retryAfter(500, 100)),
            new VirtualServers.Says(TwoServers.code(403)),
            new VirtualServers.Says(TwoServers.unreachable(Outcome.Kind.ICMP)),
            new VirtualServers.Says(TwoServers.unreachable(Outcome.Kind.TCP_CLOSED))
        };

        static int moods() {
            return MOODS.length;
        }

        @Override
        public void in(World world) {
            world.servers.set(world.hop(server).target(), MOODS[mood]);
        }
    }

    /** A name gets lost, is found again, leads elsewhere, or the name server gets slow. */
    record Renamed(int server, int how) implements Happening {
        @Override
        public void in(World world) {
            ServerRef ref = world.ref(server);
            String[] all = world.addresses.get(ref).toArray(String[]::new);
            switch (how) {
                case 0 -> world.names.lost(ref);
                case 1 -> world.names.knows(ref, 0, all);
                case 4 -> world.names.answersAfter(4000);
                case 2 -> {
                    String[] more = Arrays.copyOf(all, all.length + 1);
                    System.arraycopy(all, 0, more, 1, all.length);
                    more[0] = "198.51.100." + ref.index();
                    world.names.knows(ref, 300, more);
                }
                default -> {
                    world.names.knows(ref, 300, all);
                    world.names.answersAfter(0);
                }
            }
        }
    }

    /** What the user does. */
    record User(int what, int which) implements Happening {
        @Override
        public void in(World world) {
            VirtualLine line = world.line;
            switch (what) {
                case 0, 1 -> line.dial(world.newCall());
                case 2, 3 -> world.call(which).ifPresent(line::hangUp);
                case 4 -> world.call(which).map(LineEvent.AnswerAsked::new).ifPresent(line::happen);
                case 5 -> line.happen(new LineEvent.RegisterAsked());
                case 7 ->
                        line.happen(
                                new LineEvent.SubscribeAsked("s" + which, "message-summary", ""));
                case 8 -> line.happen(new LineEvent.UnsubscribeAsked("s" + which));
                default -> line.happen(new LineEvent.OptionsAsked());
            }
        }
    }

    /** A call with a plan of its own, through the line, elsewhere, or in an emergency. */
    record Dials(int how) implements Happening {
        @Override
        public void in(World world) {
            CallPlan plan =
                    CallPlan.to("200")
                            .with(
                                    draft ->
                                            draft.destinations(places(world))
                                                    .invitingSeconds(how % 2 == 0 ? 10 : 0)
                                                    .provisionalSeconds(1)
                                                    .ringingStopsTimer(how % 3 == 0)
                                                    .movingCodes(Set.of(403, 500))
                                                    .emergency(how == 0));
            world.line.dial(world.newCall(), plan);
        }

        private List<CallPlan.Destination> places(World world) {
            List<CallPlan.Destination> all = new ArrayList<>();
            for (int i = 0; i < how; i++) {
                Target target = world.hop(i).target();
                String uri = "sip:20" + i + "@" + target.address();
                all.add(CallPlan.Destination.at(uri, target.transport()));
            }
            if (how > 2) {
                all.add(how % 3, CallPlan.Destination.throughLine("200"));
            }
            return all;
        }
    }

    /** What comes from elsewhere. */
    record Comes(int what, int which) implements Happening {
        @Override
        public void in(World world) {
            VirtualLine line = world.line;
            Hop hop = world.hop(which);
            Outcome.Unreachable icmp = new Outcome.Unreachable(Outcome.Kind.ICMP, "");
            switch (what) {
                case 0 ->
                        line.happen(
                                new LineEvent.CallOffered(
                                        world.newCall(), "sip:300@pbx.example", Optional.of(hop)));
                case 1 ->
                        line.happen(
                                new LineEvent.CallOffered(
                                        world.newCall(), "sip:300@pbx.example", Optional.empty()));
                case 2 ->
                        world.call(which)
                                .map(call -> new LineEvent.CallEnded(call, "bye"))
                                .ifPresent(line::happen);
                case 3 -> line.happen(new LineEvent.NetworkChanged());
                case 4 -> line.happen(new LineEvent.FlowLost(hop.target(), icmp));
                case 7 ->
                        line.happen(
                                new LineEvent.SubscriptionEnded(
                                        "s" + which, "probation", OptionalInt.of(10)));
                case 8 ->
                        line.happen(
                                new LineEvent.SubscriptionNotified(
                                        "s" + which, which > 2, OptionalInt.of(60)));
                case 5 ->
                        line.happen(
                                new LineEvent.HealthObserved(
                                        hop.target(),
                                        TwoServers.silence(),
                                        LineEvent.HealthObserved.Source.WATCH));
                default -> line.happen(new LineEvent.LateSuccess("REGISTER", hop));
            }
        }
    }

    /** New settings: disabled, enabled again, or only another label. */
    record Settings(int what) implements Happening {
        @Override
        public void in(World world) {
            LineConfig next =
                    switch (what) {
                        case 0 -> world.config.with(draft -> draft.enabled(false));
                        case 1 -> world.config.with(draft -> draft.label("Desk"));
                        default -> world.config;
                    };
            world.line.happen(new LineEvent.Configured(next));
        }
    }

    /** The phone starts again, and has forgotten its calls. */
    record Restarts() implements Happening {
        @Override
        public void in(World world) {
            world.line.tamper(s -> s.with(draft -> draft.calls().clear()));
            world.servers.watches().clear();
            world.line.happen(new LineEvent.Started());
        }
    }
}
