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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Posts notices to whoever wants them, to each in order. What is not taken within 5 s is tried
 * again after 1, 5 and 30 s, then given up with a warning; a redirection is not followed. For any
 * thread; nothing here blocks but {@link #test}.
 */
public final class Webhooks implements Consumer<Notice>, AutoCloseable {
    private final Supplier<Instant> clock;
    private final Pace pace;
    private final Postman postman = new Http();
    private volatile List<Postbox> boxes = List.of();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(
                    1,
                    task -> {
                        Thread thread = new Thread(task, "linekeeper-webhook");
                        thread.setDaemon(true);
                        return thread;
                    });

    /**
     * How long it takes.
     *
     * @param patience for a whole answer
     * @param pauses before it is tried again
     */
    record Pace(Duration patience, List<Duration> pauses) {
        static final Pace USUAL =
                new Pace(
                        Duration.ofSeconds(5),
                        List.of(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30)));
    }

    /**
     * A notice that somebody has not taken yet.
     *
     * @param hook whose webhook's id
     */
    public record Delivery(String hook, Notice notice) {}

    public Webhooks(Supplier<Instant> clock) {
        this(clock, Pace.USUAL);
    }

    Webhooks(Supplier<Instant> clock, Pace pace) {
        this.clock = clock;
        this.pace = pace;
    }

    /** From now on these; what waits for the others, and how they went, is forgotten. */
    public synchronized void set(List<Webhook> wanted) {
        List<Postbox> before = boxes;
        List<Postbox> next = new ArrayList<>();
        for (Webhook hook : wanted) {
            next.add(
                    before.stream()
                            .filter(box -> box.hook().equals(hook))
                            .findFirst()
                            .orElseGet(() -> new Postbox(hook, postman, clock)));
        }
        boxes = List.copyOf(next);
        before.stream().filter(box -> !next.contains(box)).forEach(Postbox::close);
    }

    public List<Webhook> hooks() {
        return boxes.stream().map(Postbox::hook).toList();
    }

    public Webhook.State state(Webhook hook) {
        return boxes.stream()
                .filter(box -> box.hook().equals(hook))
                .findFirst()
                .map(Postbox::state)
                .orElse(Webhook.State.UNTRIED);
    }

    @Override
    public void accept(Notice notice) {
        boxes.forEach(box -> box.add(notice));
    }

    /** What nobody has taken and nothing has given up, of each webhook the oldest first. */
    public List<Delivery> waiting() {
        return boxes.stream()
                .flatMap(
                        box ->
                                box.waiting().stream()
                                        .map(notice -> new Delivery(box.hook().id(), notice)))
                .toList();
    }

    /** One that waited before a restart; nothing if there is no such webhook any more. */
    public void resume(Delivery delivery) {
        boxes.stream()
                .filter(box -> box.hook().id().equals(delivery.hook()))
                .forEach(box -> box.add(delivery.notice()));
    }

    /** Posts once, and waits: the status that came back. */
    public int test(Webhook hook, Notice notice) throws IOException, InterruptedException {
        try {
            return send(hook, notice).get();
        } catch (ExecutionException e) {
            throw new IOException("no answer", e.getCause());
        }
    }

    /** The whole answer's status; whoever never comes to an end is cut off. */
    private CompletableFuture<Integer> send(Webhook hook, Notice notice) {
        HttpRequest request =
                HttpRequest.newBuilder(hook.url())
                        .header("Content-Type", CloudEvent.TYPE)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        CloudEvent.of(notice).toString(), StandardCharsets.UTF_8))
                        .build();
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        CompletableFuture<Integer> status = answer.thenApply(HttpResponse::statusCode);
        status.orTimeout(pace.patience().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((ok, failure) -> answer.cancel(true));
        return status;
    }

    /** By HTTP. */
    private final class Http implements Postman {
        @Override
        public void post(Webhook hook, Notice notice, Answer answer) {
            CompletableFuture<Integer> status;
            try {
                status = send(hook, notice);
            } catch (RuntimeException e) {
                // An address that a URI can have, and a request not.
                status = CompletableFuture.failedFuture(e);
            }
            status.whenCompleteAsync(
                    (number, failure) ->
                            answer.came(number == null ? 0 : number, Optional.ofNullable(failure)),
                    timer);
        }

        @Override
        public boolean later(int tries, Runnable again) {
            if (tries >= pace.pauses().size()) {
                return false;
            }
            timer.schedule(again, pace.pauses().get(tries).toMillis(), TimeUnit.MILLISECONDS);
            return true;
        }
    }

    /** Nothing is posted any more. */
    @Override
    public void close() {
        boxes.forEach(Postbox::close);
        timer.shutdownNow();
    }
}
