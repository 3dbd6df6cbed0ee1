// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.linekeeper.dashboard.access.Audit;
import org.linekeeper.dashboard.alert.Alert;
import org.linekeeper.dashboard.alert.Alerts;
import org.linekeeper.dashboard.alert.Condition;
import org.linekeeper.dashboard.alert.Kind;
import org.linekeeper.dashboard.alert.Notice;
import org.linekeeper.dashboard.alert.Silence;
import org.linekeeper.dashboard.alert.Webhook;
import org.linekeeper.dashboard.alert.Webhooks;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.dashboard.web.Routes;
import org.linekeeper.http.kit.Principal;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

/** Alerts, silences, and who is told. */
public final class AlertRoutes implements Routes {
    private static final int MOST_WEBHOOKS = 20;
    private static final int MOST_NAME = 256;
    private static final int MOST_NOTE = 300;
    private static final long MOST_SECONDS = 86_400;
    private static final Duration LONGEST = Duration.ofDays(366);

    private final Alerts alerts;
    private final Webhooks webhooks;
    private final AlertShelf shelf;
    private final Audit audit;
    private final Supplier<Instant> clock;
    private final Supplier<String> ids;

    /**
     * The routes.
     *
     * @param ids names silences and webhooks, each time another
     */
    public AlertRoutes(
            Alerts alerts,
            Webhooks webhooks,
            AlertShelf shelf,
            Audit audit,
            Supplier<Instant> clock,
            Supplier<String> ids) {
        this.alerts = alerts;
        this.webhooks = webhooks;
        this.shelf = shelf;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public void addTo(Router router) {
        router.on("GET", "/api/v1/alerts", request -> all());
        router.on("GET", "/api/v1/silences", request -> silences());
        router.on("POST", "/api/v1/silences", this::silence);
        router.on("DELETE", "/api/v1/silences/{id}", this::end);
        router.on("PUT", "/api/v1/alerting", this::set);
        router.on("POST", "/api/v1/alerting/test", this::test);
    }

    private Reply all() {
        return Reply.json(
                200,
                Json.object()
                        .putAll("alerts", alerts.alerts(), AlertText::write)
                        .put(
                                "rules",
                                Json.object()
                                        .put("for_s", AlertShelf.durations(alerts.rules()))
                                        .done())
                        .putAll("webhooks", webhooks.hooks(), this::written)
                        .done());
    }

    /** Without what the address carries behind the host, which may be a secret. */
    private JsonElement written(Webhook hook) {
        Webhook.State state = webhooks.state(hook);
        String url = hook.url().getScheme() + "://" + AlertDeeds.host(hook) + "/…";
        return Json.object()
                .put("id", hook.id())
                .put("url", url)
                .put("state", state.state())
                .putTime("last", state.last())
                .putText("error", state.error())
                .done();
    }

    private Reply silences() {
        return Reply.json(
                200, Json.object().putAll("silences", alerts.silences(), AlertShelf::write).done());
    }

    private Reply silence(Request request) {
        JsonObject body = request.json();
        Asked.only(body, Set.of("kind", "server", "from", "until", "note"));
        Instant now = clock.get();
        Instant from =
                Asked.text(body, "from", MOST_NAME)
                        .map(text -> Asked.time("from", text))
                        .orElse(now);
        Instant until =
                Asked.text(body, "until", MOST_NAME)
                        .map(text -> Asked.time("until", text))
                        .orElseThrow(() -> new Problem(422, "until has to say when.", "$.until"));
        if (!until.isAfter(from) || !until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
            throw new Problem(422, "until has to be after from and now, within a year.", "$.until");
        }
        if (alerts.silences().size() >= Alerts.MOST_SILENCES) {
            throw new Problem(429, "There are " + Alerts.MOST_SILENCES + " silences already.");
        }
        Silence silence =
                new Silence(
                        ids.get(),
                        Asked.text(body, "kind", MOST_NAME).map(AlertRoutes::kind),
                        Asked.text(body, "server", MOST_NAME),
                        from,
                        until,
                        request.principal().map(Principal::name).orElse("?"),
                        Asked.text(body, "note", MOST_NOTE).orElse(""));
        Asked.of(
                () -> {
                    shelf.put(silence);
                    return silence;
                });
        alerts.silence(silence);
        audit.add(request, "id=" + silence.id());
        return Reply.json(201, AlertShelf.write(silence));
    }

    private static Kind kind(String word) {
        return Kind.of(word)
                .orElseThrow(() -> Asked.impossible("kind", "a word such as incident", word));
    }

    private Reply end(Request request) {
        String id = request.path().get("id");
        Silence silence =
                alerts.silences().stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new Problem(404, "There is no such silence."));
        Asked.of(
                () -> {
                    shelf.remove(silence);
                    return silence;
                });
        alerts.unsilence(id);
        audit.add(request, AlertDeeds.of(silence));
        return Reply.empty(204);
    }

    private Reply set(Request request) {
        JsonObject body = request.json();
        Asked.only(body, Set.of("for_s", "webhooks"));
        Map<Kind, Duration> rules = alerts.rules();
        rules.putAll(durations(body));
        List<Webhook> before = webhooks.hooks();
        List<Webhook> hooks = body.has("webhooks") ? hooks(body) : before;
        Asked.of(
                () -> {
                    shelf.put(rules, hooks);
                    return hooks;
                });
        rules.forEach(alerts::rule);
        webhooks.set(hooks);
        AlertDeeds.of(before, hooks).forEach(deed -> audit.add(request, deed));
        return all();
    }

    private static Map<Kind, Duration> durations(JsonObject body) {
        Map<Kind, Duration> durations = new EnumMap<>(Kind.class);
        if (!body.has("for_s")) {
            return durations;
        }
        if (!body.get("for_s").isJsonObject()) {
            throw new Problem(422, "for_s has to be an object.", "$.for_s");
        }
        body.getAsJsonObject("for_s")
                .asMap()
                .forEach((word, value) -> durations.put(kind(word), seconds(word, value)));
        return durations;
    }

    private static Duration seconds(String word, JsonElement value) {
        String text = value.isJsonPrimitive() ? value.getAsString() : "";
        if (!text.matches("[0-9]{1,6}") || Long.parseLong(text) > MOST_SECONDS) {
            throw new Problem(
                    422,
                    word + " has to be a number of seconds up to " + MOST_SECONDS + ".",
                    "$.for_s." + word);
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    /** One that is only named by its id stays as it is: its address was not shown. */
    private List<Webhook> hooks(JsonObject body) {
        if (!body.get("webhooks").isJsonArray()
                || body.getAsJsonArray("webhooks").size() > MOST_WEBHOOKS) {
            throw new Problem(
                    422,
                    "webhooks has to be a list of at most " + MOST_WEBHOOKS + ".",
                    "$.webhooks");
        }
        Set<Webhook> hooks = new LinkedHashSet<>();
        for (JsonElement each : body.getAsJsonArray("webhooks")) {
            if (!each.isJsonObject()) {
                throw new Problem(422, "A webhook has to be an object.", "$.webhooks");
            }
            hooks.add(hook(each.getAsJsonObject()));
        }
        return new ArrayList<>(hooks);
    }

    private Webhook hook(JsonObject json) {
        Asked.only(json, Set.of("id", "url"));
        Optional<String> id = Asked.text(json, "id", MOST_NAME);
        if (id.isPresent()) {
            return find(id.get());
        }
        String url =
                Asked.text(json, "url", 1_000)
                        .orElseThrow(() -> new Problem(422, "url is missing.", "$.webhooks.url"));
        return new Webhook(
                ids.get(),
                Webhook.url(url)
                        .orElseThrow(
                                () ->
                                        new Problem(
                                                422,
                                                "url has to be http:// or https:// with a host.",
                                                "$.webhooks.url")));
    }

    private Webhook find(String id) {
        return webhooks.hooks().stream()
                .filter(hook -> hook.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "There is no such webhook."));
    }

    private Reply test(Request request) {
        JsonObject body = request.json();
        Asked.only(body, Set.of("id"));
        Webhook hook =
                find(
                        Asked.text(body, "id", MOST_NAME)
                                .orElseThrow(() -> new Problem(422, "id is missing.", "$.id")));
        audit.add(request, "host=" + AlertDeeds.host(hook));
        Instant now = clock.get();
        Condition condition =
                new Condition(Kind.BLIND, "test", Optional.empty(), 0, "This is a test.");
        Alert alert =
                new Alert(
                        "test@" + now.toEpochMilli(),
                        condition,
                        now,
                        Optional.of(now),
                        Optional.empty());
        try {
            int status = webhooks.test(hook, new Notice(alert, false, now));
            return Reply.json(200, Json.object().put("status", status).done());
        } catch (IOException e) {
            throw new Problem(502, "There is no answer from the webhook.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(502, "There is no answer from the webhook.");
        }
    }
}
