// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.lines.CallView;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.api.lines.SubscriptionView;
import org.linekeeper.api.sip.TraceEntry;

/**
 * Lines, calls, subscriptions, transitions and messages as JSON. What is absent is written as null.
 */
final class Views {
    private Views() {}

    static JsonObject line(LineView view) {
        JsonObject json = new JsonObject();
        json.addProperty("line", view.line());
        json.add("aor", text(view.aor().map(Object::toString)));
        json.addProperty("enabled", view.enabled());
        json.addProperty("state", word(view.status()));
        json.add("position", number(view.position()));
        json.add("target", view.place().<JsonElement>map(Views::place).orElse(JsonNull.INSTANCE));
        json.addProperty("since", Times.text(view.since()));
        json.add("expires_at", Times.json(view.expiresAt()));
        json.add("registrations", array(view.bindings(), Views::binding));
        json.add("health", array(view.health().entrySet(), e -> health(e.getKey(), e.getValue())));
        json.addProperty("why", view.why().word());
        json.add("calls", array(view.calls(), JsonPrimitive::new));
        return json;
    }

    static JsonObject call(CallView view) {
        Call call = view.call();
        JsonObject json = new JsonObject();
        json.addProperty("id", call.id());
        json.addProperty("line", view.line());
        json.addProperty("direction", word(call.direction()));
        json.addProperty("state", word(call.state()));
        json.add("code", number(call.code()));
        json.add("reason", text(Optional.of(call.reason()).filter(r -> !r.isEmpty())));
        // The target keeps the configured name it came from, also when the line was changed since.
        json.add("target", call.hop().<JsonElement>map(Views::hop).orElse(JsonNull.INSTANCE));
        json.add("established_at", Times.json(view.establishedAt()));
        json.add(
                "bye",
                text(Optional.of(call.bye()).filter(b -> b != Call.Bye.NONE).map(Views::word)));
        return json;
    }

    static JsonObject subscription(SubscriptionView view) {
        JsonObject json = new JsonObject();
        json.addProperty("id", view.id());
        json.addProperty("event", view.event());
        json.addProperty("to", view.to());
        json.addProperty("state", word(view.state()));
        json.add("target", view.place().<JsonElement>map(Views::place).orElse(JsonNull.INSTANCE));
        json.add("expires_at", Times.json(view.expiresAt()));
        return json;
    }

    static JsonObject transition(LineStateChanged change) {
        JsonObject json = new JsonObject();
        json.addProperty("seq", change.seq());
        json.addProperty("t", Times.text(change.at()));
        json.addProperty("line", change.line());
        json.addProperty("from", word(change.from()));
        json.addProperty("to", word(change.to()));
        json.addProperty("why", change.why().word());
        json.add(
                "target",
                change.hop()
                        .<JsonElement>map(hop -> target(change.server(), hop.target()))
                        .orElse(JsonNull.INSTANCE));
        json.add("ladder", text(change.ladder()));
        return json;
    }

    static JsonObject message(TraceEntry entry) {
        JsonObject json = new JsonObject();
        json.addProperty("t", Times.text(entry.at()));
        json.addProperty("dir", word(entry.way()));
        json.addProperty("peer", entry.peer());
        json.addProperty("transport", word(entry.transport()));
        json.addProperty("text", entry.text());
        return json;
    }

    static <T> JsonArray array(Iterable<T> items, Function<T, JsonElement> form) {
        JsonArray array = new JsonArray();
        for (T item : items) {
            array.add(form.apply(item));
        }
        return array;
    }

    /** An enum's name as the API spells it. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static JsonObject binding(LineView.Binding binding) {
        JsonObject json = place(binding.place());
        json.addProperty("state", word(binding.state()));
        json.add("expires_at", Times.json(binding.expiresAt()));
        json.add("call_id", text(Optional.of(binding.callId()).filter(id -> !id.isEmpty())));
        return json;
    }

    private static JsonObject health(Target target, LineView.TargetHealth health) {
        JsonObject json = wire(new JsonObject(), target);
        json.addProperty("state", word(health.verdict()));
        json.add("until", Times.json(health.until()));
        json.addProperty("failures", health.failures());
        return json;
    }

    private static JsonObject hop(Hop hop) {
        return target(hop.target().host(), hop.target());
    }

    static JsonObject place(LineView.Place place) {
        return target(place.server(), place.target());
    }

    private static JsonObject target(String server, Target target) {
        JsonObject json = new JsonObject();
        json.addProperty("server", server);
        return wire(json, target);
    }

    private static JsonObject wire(JsonObject json, Target target) {
        json.addProperty("address", target.address());
        json.addProperty("port", target.port());
        json.addProperty("transport", word(target.transport()));
        return json;
    }

    static JsonElement text(Optional<String> value) {
        return value.<JsonElement>map(JsonPrimitive::new).orElse(JsonNull.INSTANCE);
    }

    private static JsonElement number(OptionalInt value) {
        return value.isPresent() ? new JsonPrimitive(value.getAsInt()) : JsonNull.INSTANCE;
    }
}
