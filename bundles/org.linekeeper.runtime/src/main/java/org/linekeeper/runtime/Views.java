// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.linekeeper.api.line.AddressOfRecord;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.Health;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Subscription;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.lines.CallView;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.api.lines.SubscriptionView;

/** Lines and calls as people and dashboards see them, with wall-clock times. */
final class Views {
    private final DeviceClock clock;

    Views(DeviceClock clock) {
        this.clock = clock;
    }

    LineView line(LineRuntime line) {
        LineState state = line.state();
        LineConfig config = line.config();
        Optional<Hop> current = state.current();
        return new LineView(
                config.line(),
                aor(config, current),
                config.enabled(),
                state.status(),
                position(state, current),
                current.map(hop -> place(config, hop)),
                clock.wallAt(state.sinceMs()),
                current.flatMap(hop -> expiry(state, hop)),
                state.registrations().values().stream().map(b -> binding(line, b)).toList(),
                health(state),
                state.why(),
                state.calls().values().stream()
                        .filter(call -> !call.state().isOver())
                        .map(Call::id)
                        .toList());
    }

    static Optional<AddressOfRecord> aor(LineConfig config, Optional<Hop> current) {
        boolean nameless = config.domain().isEmpty() && config.servers().isEmpty();
        return config.user().isEmpty() || nameless
                ? Optional.empty()
                : Optional.of(config.addressOfRecord(current.map(Hop::server).orElse(0)));
    }

    private static OptionalInt position(LineState state, Optional<Hop> current) {
        int place = current.map(state.hops()::indexOf).orElse(-1);
        return place < 0 ? OptionalInt.empty() : OptionalInt.of(place + 1);
    }

    private static LineView.Place place(LineConfig config, Hop hop) {
        String server = hop.away() ? hop.target().host() : config.settingsOf(hop).address();
        return new LineView.Place(server, hop.target());
    }

    private Optional<Instant> expiry(LineState state, Hop hop) {
        return state.registrations().values().stream()
                .filter(b -> b.hop().equals(hop) && b.expiresAtMs() > 0)
                .findFirst()
                .map(b -> clock.wallAt(b.expiresAtMs()));
    }

    private LineView.Binding binding(LineRuntime line, Registration binding) {
        return new LineView.Binding(
                place(line.config(), binding.hop()),
                binding.state(),
                binding.expiresAtMs() == 0
                        ? Optional.empty()
                        : Optional.of(clock.wallAt(binding.expiresAtMs())),
                line.signalling().callId(binding.id()).orElse(""));
    }

    private Map<Target, LineView.TargetHealth> health(LineState state) {
        Map<Target, LineView.TargetHealth> health = new LinkedHashMap<>();
        for (Hop hop : state.hops()) {
            Health known = state.health().getOrDefault(hop.target(), Health.GOOD);
            boolean served =
                    known.verdict() == Health.Verdict.QUARANTINED
                            && known.untilMs() <= clock.nowMs();
            Health.Verdict verdict = served ? Health.Verdict.SUSPECT : known.verdict();
            health.put(
                    hop.target(),
                    new LineView.TargetHealth(
                            verdict,
                            verdict == Health.Verdict.QUARANTINED
                                    ? Optional.of(clock.wallAt(known.untilMs()))
                                    : Optional.empty(),
                            known.failures()));
        }
        return health;
    }

    SubscriptionView subscription(LineRuntime line, Subscription known) {
        LineConfig config = line.config();
        Optional<Hop> place = known.hop().or(() -> line.state().current());
        String to =
                known.to().isEmpty()
                        ? aor(config, place).map(AddressOfRecord::toString).orElse("")
                        : known.to();
        return new SubscriptionView(
                known.id(),
                known.event(),
                to,
                known.state(),
                known.hop().map(hop -> place(config, hop)),
                known.expiresAtMs() == 0
                        ? Optional.empty()
                        : Optional.of(clock.wallAt(known.expiresAtMs())));
    }

    CallView call(CallLedger.Entry entry) {
        long at = entry.call().establishedAtMs();
        return new CallView(
                entry.line(),
                entry.call(),
                at == 0 ? Optional.empty() : Optional.of(clock.wallAt(at)));
    }
}
