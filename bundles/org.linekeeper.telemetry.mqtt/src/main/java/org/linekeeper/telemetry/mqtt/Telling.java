// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt;

import java.util.Locale;
import java.util.Optional;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.schema.Health;
import org.linekeeper.schema.Line;
import org.linekeeper.schema.Place;
import org.linekeeper.schema.PolicyName;
import org.linekeeper.schema.Registration;
import org.linekeeper.schema.Transition;
import org.linekeeper.telemetry.mqtt.journal.Item;

/** Lines and transitions in the words of the messages. */
final class Telling {
    private static final int MOST_SERVER = 256;

    /** Of a policy's id and of its version, which are told as one, too. */
    private static final int MOST_NAME = 60;

    /** Nobody tells a phone's program where the wall clock has its time from. */
    private static final String TIME_QUALITY = "unknown";

    private Telling() {}

    /** A policy's name as it can be told, whatever its maker calls it. */
    static PolicyName policy(Optional<String> id, String otherwise, String version) {
        return new PolicyName(
                id.map(Telling::printable)
                        .filter(told -> !told.isEmpty())
                        .orElseGet(() -> printable(otherwise)),
                printable(version));
    }

    private static String printable(String text) {
        String clean = text.replaceAll("[\\p{C}\\p{Z}]+", " ").strip();
        return clean.substring(0, Math.min(clean.length(), MOST_NAME));
    }

    static Item.Transition transition(LineStateChanged change, Optional<String> policy) {
        Transition told =
                new Transition(
                        change.seq(),
                        change.at(),
                        change.monoMs(),
                        TIME_QUALITY,
                        change.line(),
                        word(change.from()),
                        word(change.to()),
                        change.why().word(),
                        Optional.of(change.server())
                                .filter(s -> !s.isBlank() && s.length() <= MOST_SERVER),
                        policy,
                        change.ladder());
        return new Item.Transition(change.epoch(), change.seq(), change.line(), told.write());
    }

    static Line line(LineView view) {
        return new Line(
                view.line(),
                view.aor().map(Object::toString),
                view.enabled(),
                word(view.status()),
                view.position(),
                view.place().map(Telling::place),
                view.since(),
                view.expiresAt(),
                view.bindings().stream().limit(Line.MAX_PARTS).map(Telling::binding).toList(),
                view.health().entrySet().stream()
                        .limit(Line.MAX_PARTS)
                        .map(each -> health(each.getKey(), each.getValue()))
                        .toList(),
                view.why().word(),
                view.calls().stream().limit(Line.MAX_PARTS).toList());
    }

    private static Place place(LineView.Place place) {
        Target target = place.target();
        return new Place(place.server(), target.address(), target.port(), word(target.transport()));
    }

    private static Registration binding(LineView.Binding binding) {
        return new Registration(
                place(binding.place()),
                word(binding.state()),
                binding.expiresAt(),
                Optional.of(binding.callId()).filter(id -> !id.isEmpty()));
    }

    private static Health health(Target target, LineView.TargetHealth health) {
        return new Health(
                target.address(),
                target.port(),
                word(target.transport()),
                word(health.verdict()),
                health.until(),
                health.failures());
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
