// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.alert;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts notices to whoever wants them. What is not taken is tried again after 1, 5 and 30 s, then
 * given up with a warning; a redirection is not followed. At most 1,000 deliveries wait. For any
 * thread; nothing here blocks but {@link #test}.
 */
public final class Webhooks implements Consumer<Notice>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final long[] PAUSES_S = {1, 5, 30};
    private static final int MOST_WAITING = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Webhook> hooks = new CopyOnWriteArrayList<>();
    private final Map<String, Webhook.State> states = new ConcurrentHashMap<>();
    private final Supplier<Instant> clock;
    private final long secondMs;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
    private final ScheduledThreadPoolExecutor postman =
            new ScheduledThreadPoolExecutor(
                    2,
                    task -> {
                        Thread thread = new Thread(task, "linekeeper-webhook");
                        thread.setDaemon(true);
                        return thread;
                    });

    public Webhooks(Supplier<Instant> clock) {
        this(clock, 1_000);
    }

    /** With pauses of another length, for tests. */
    Webhooks(Supplier<Instant> clock, long secondMs) {
        this.clock = clock;
        this.secondMs = secondMs;
    }

    /** From now on these; how the others went is forgotten. */
    public void set(List<Webhook> wanted) {
        hooks.clear();
        hooks.addAll(wanted);
        states.keySet().retainAll(wanted.stream().map(Webhook::id).toList());
    }

    public List<Webhook> hooks() {
        return List.copyOf(hooks);
    }

    public Webhook.State state(Webhook hook) {
        return states.getOrDefault(hook.id(), Webhook.State.UNTRIED);
    }

    @Override
    public void accept(Notice notice) {
        String body = CloudEvent.of(notice).toString();
        for (Webhook hook : hooks) {
            if (postman.getQueue().size() >= MOST_WAITING) {
                LOG.warn("A webhook is too slow: a notice of an alert is left out.");
            } else {
                postman.execute(() -> deliver(hook, body, 0));
            }
        }
    }

    /** Posts once, and waits: the status that came back. */
    public int test(Webhook hook, Notice notice) throws IOException, InterruptedException {
        return post(hook, CloudEvent.of(notice).toString());
    }

    private void deliver(Webhook hook, String body, int tries) {
        Optional<String> trouble = Optional.empty();
        try {
            int status = post(hook, body);
            if (status / 100 != 2) {
                trouble = Optional.of("It answered " + status + ".");
            }
        } catch (IOException | RuntimeException e) {
            // The message may hold the address, and that a secret.
            trouble = Optional.of("No answer (" + e.getClass().getSimpleName() + ").");
        } catch (InterruptedException e) {
            return;
        }
        String state = trouble.isPresent() ? "failing" : "ok";
        states.put(hook.id(), new Webhook.State(state, Optional.of(clock.get()), trouble));
        if (trouble.isPresent()) {
            again(hook, body, tries, trouble.get());
        }
    }

    private void again(Webhook hook, String body, int tries, String trouble) {
        if (tries < PAUSES_S.length && !postman.isShutdown()) {
            postman.schedule(
                    () -> deliver(hook, body, tries + 1),
                    PAUSES_S[tries] * secondMs,
                    TimeUnit.MILLISECONDS);
        } else {
            LOG.warn("Webhook {} did not take a notice, given up: {}", hook.id(), trouble);
        }
    }

    private int post(Webhook hook, String body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(hook.url())
                        .timeout(PATIENCE)
                        .header("Content-Type", CloudEvent.TYPE)
                        .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Override
    public void close() {
        postman.shutdownNow();
    }
}
