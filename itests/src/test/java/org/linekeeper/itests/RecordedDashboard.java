// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.rules.ExternalResource;
import org.linekeeper.dashboard.access.Keep;
import org.linekeeper.dashboard.web.DashboardServer;
import org.linekeeper.dashboard.web.Entries;
import org.linekeeper.dashboard.web.Place;
import org.linekeeper.http.kit.Answer;
import org.linekeeper.http.kit.Event;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

/**
 * The dashboard's own server with the page out of the bundle, and answers of the API that were
 * recorded in an outage: 203 phones, some with names that nobody should give.
 */
final class RecordedDashboard extends ExternalResource {
    private static final int HELD_SECONDS = 20;
    private static final Map<String, String> RECORDED =
            Map.ofEntries(
                    Map.entry("/api/v1/overview", "overview"),
                    Map.entry("/api/v1/phones", "phones"),
                    Map.entry("/api/v1/phones/{device}", "phone"),
                    Map.entry("/api/v1/phones/{device}/transitions", "transitions"),
                    Map.entry("/api/v1/phones/{device}/ladder", "ladder"),
                    Map.entry("/api/v1/incidents", "incidents"),
                    Map.entry("/api/v1/incidents/{id}", "incident"),
                    Map.entry("/api/v1/map", "map"),
                    Map.entry("/api/v1/map/frames", "frames"),
                    Map.entry("/api/v1/alerts", "alerts"),
                    Map.entry("/api/v1/silences", "silences"));

    private final List<String> drilled = new CopyOnWriteArrayList<>();
    private final List<Event> told = new CopyOnWriteArrayList<>();
    private final Map<String, JsonObject> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private DashboardServer server;
    private volatile boolean deaf;

    @Override
    protected void before() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server =
                DashboardServer.bind(
                        new Place(any, false, Optional.empty()), new Forgetful(), Instant::now);
        server.serve(ofBundle(), List.of(this::add));
    }

    private void add(Router router) {
        RECORDED.forEach(
                (path, name) -> router.on("GET", path, request -> Reply.json(200, answer(name))));
        router.on("GET", "/api/v1/events", this::events);
        router.on("PUT", "/api/v1/drill/{name}", this::drill);
        router.on("PUT", "/api/v1/alerting", this::alerting);
    }

    private JsonObject answer(String name) {
        ask(name);
        JsonObject answer = answers.getOrDefault(name, Recorded.answer(name));
        awaitRelease(name);
        return answer;
    }

    private void awaitRelease(String name) {
        try {
            CountDownLatch hold = held.get(name);
            if (hold != null && !hold.await(HELD_SECONDS, TimeUnit.SECONDS)) {
                throw new Problem(503, "The test has forgotten to let " + name + " go.");
            }
        } catch (InterruptedException e) {
            throw new Problem(503, "The test is over.");
        }
    }

    private void ask(String name) {
        asked.merge(name, 1, Integer::sum);
        int refusal = refused.getOrDefault(name, 0);
        if (refusal != 0) {
            throw new Problem(refusal, "The test does not want it.");
        }
    }

    private Answer alerting(Request request) {
        ask("alerting");
        return Reply.json(200, Recorded.answer("alerts"));
    }

    private Answer drill(Request request) {
        boolean pulled = request.json().get("pulled").getAsBoolean();
        drilled.add(request.path().get("name") + " " + pulled);
        return Reply.json(200, new JsonObject());
    }

    private Answer events(Request request) {
        if (deaf) {
            throw new Problem(503, "There are no events for now.");
        }
        awaitRelease("events");
        return server.streams().subscribe(request, this::after);
    }

    private List<Event> after(OptionalLong last) {
        return told.stream()
                .filter(event -> last.isPresent() && event.id() > last.getAsLong())
                .toList();
    }

    /** Opens the page at a path, and waits until it has its answers and hears what is told. */
    Page open(Page page, String path) {
        page.navigate(address() + path);
        assertThat(page.locator("h1")).isVisible();
        await().until(this::isHeard);
        if (held.isEmpty()) {
            assertThat(page.locator("main .loading")).hasCount(0);
        }
        return page;
    }

    /** Whatever was told before has come to the page. */
    void awaitTold(Page page) {
        tellOverview("alerts", new JsonPrimitive(77));
        assertThat(page.locator(".shell-nav a[href=alerts] .count")).hasText("77");
    }

    /** Where the page is. */
    URI address() {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + "/");
    }

    /** The plugs that somebody turned, with whether they are pulled now. */
    List<String> drilled() {
        return drilled;
    }

    /** An update of which a part is told to all pages that listen, and to those that come back. */
    void tell(JsonObject part) {
        JsonObject update = new JsonObject();
        update.add("t", Recorded.answer("overview").get("t"));
        update.add("overview", new JsonObject());
        update.add("phones", new JsonArray());
        update.addProperty("more", 0);
        update.add("incidents", new JsonArray());
        update.addProperty("alerts", false);
        part.entrySet().forEach(each -> update.add(each.getKey(), each.getValue()));
        publish("update", update);
    }

    /** An update with one row of a list. */
    void tell(String list, JsonObject row) {
        JsonArray all = new JsonArray();
        all.add(row);
        tell(part(list, all));
    }

    /** An update of one value of the overview. */
    void tellOverview(String name, JsonElement value) {
        tell(part("overview", part(name, value)));
    }

    /** Pages have to load anew. */
    void reset() {
        publish("reset", new JsonObject());
    }

    private void publish(String name, JsonObject data) {
        Event event = Event.of(name, told.size() + 1, data);
        told.add(event);
        server.streams().publish(event);
    }

    private static JsonObject part(String name, JsonElement value) {
        JsonObject part = new JsonObject();
        part.add(name, value);
        return part;
    }

    /** How often an answer was asked for. */
    int asked(String name) {
        return asked.getOrDefault(name, 0);
    }

    /** From now on this is the answer instead of the one that was recorded. */
    void answer(String name, JsonObject answer) {
        answers.put(name, answer);
    }

    /** From now on the answer is a problem; 0 = no more. */
    void refuse(String name, int status) {
        refused.put(name, status);
    }

    /** Each answer from now on is as of when it was asked for, but comes only when this has run. */
    Runnable hold(String name) {
        CountDownLatch hold = new CountDownLatch(1);
        held.put(name, hold);
        return () -> {
            held.remove(name);
            hold.countDown();
        };
    }

    /** Ends all streams of events; pages come back, unless it is deaf. */
    void cut() {
        server.streams().end("local");
    }

    /** Whether a page listens. */
    boolean isHeard() {
        return !server.streams().isEmpty();
    }

    /** Whether from now on nobody gets a new stream of events. */
    void deaf(boolean deaf) {
        this.deaf = deaf;
    }

    @Override
    protected void after() {
        server.close();
    }

    private static Entries ofBundle() {
        return directory -> {
            SortedMap<String, byte[]> files = new TreeMap<>();
            URI jar =
                    URI.create(
                            DashboardServer.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toString());
            try (JarFile bundle = new JarFile(Path.of(jar).toFile())) {
                for (JarEntry entry : Collections.list(bundle.entries())) {
                    if (entry.getName().startsWith(directory + "/") && !entry.isDirectory()) {
                        files.put(entry.getName(), bundle.getInputStream(entry).readAllBytes());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return files;
        };
    }

    /** Nothing is kept: there is no sign-in here, and nobody does anything. */
    private static final class Forgetful implements Keep {
        @Override
        public void put(String kind, Text text) {}

        @Override
        public List<Text> list(String kind, Optional<Instant> before, int most) {
            return List.of();
        }

        @Override
        public void remove(String kind, String key) {}

        @Override
        public void trim(String kind, int most) {}
    }
}
