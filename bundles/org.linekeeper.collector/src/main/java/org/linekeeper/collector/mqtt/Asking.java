// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.FleetPhones;
import org.linekeeper.mqtt.kit.Outgoing;
import org.linekeeper.schema.BadMessage;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Payload;
import org.linekeeper.schema.Response;
import org.linekeeper.schema.Topic;
import org.linekeeper.schema.Topic.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends commands to devices and waits for what they answer. An answer belongs to the command with
 * its key, of the same device; who asks the same again while it waits gets the same answer. For any
 * thread.
 */
final class Asking implements FleetPhones, AutoCloseable {
    static final int MOST = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Post post;
    private final ScheduledExecutorService executor;
    private final Map<Question, CompletableFuture<Response>> waiting = new HashMap<>();

    private record Question(DeviceName device, String key) {}

    /** The way to the broker. */
    @FunctionalInterface
    interface Post {
        /** Sends it without waiting; {@code done} hears on any thread, or never, if it went. */
        void send(Outgoing message, Consumer<Boolean> done);
    }

    /**
     * Asks nobody yet.
     *
     * @param executor of one thread, for time-outs and for telling answers; ends with this
     */
    Asking(Post post, ScheduledExecutorService executor) {
        this.post = post;
        this.executor = executor;
    }

    @Override
    public CompletionStage<Response> ask(DeviceName device, Command command, Duration patience) {
        Question question = new Question(device, command.key());
        CompletableFuture<Response> answer = new CompletableFuture<>();
        try {
            String topic = Channel.CMD.of(device.tenant(), device.name()).text();
            Optional<CompletableFuture<Response>> same = enter(question, answer);
            if (same.isPresent()) {
                return same.get().minimalCompletionStage();
            }
            long ms = Math.min(patience.toMillis(), LONGEST.toMillis());
            executor.schedule(
                    () -> fail(question, answer, new TimeoutException(device + " does not answer")),
                    ms,
                    TimeUnit.MILLISECONDS);
            byte[] bytes = command.write().getBytes(StandardCharsets.UTF_8);
            post.send(
                    new Outgoing(topic, bytes, 1, false, Optional.of(LONGEST), Optional.empty()),
                    taken -> sent(question, answer, taken));
        } catch (IllegalArgumentException | RejectedExecutionException e) {
            fail(question, answer, e);
        }
        return answer.minimalCompletionStage();
    }

    /** The one that waits already; empty = now this one waits. */
    private synchronized Optional<CompletableFuture<Response>> enter(
            Question question, CompletableFuture<Response> answer) {
        if (!waiting.containsKey(question) && waiting.size() >= MOST) {
            throw new RejectedExecutionException(MOST + " commands wait for an answer");
        }
        return Optional.ofNullable(waiting.putIfAbsent(question, answer));
    }

    private void sent(Question question, CompletableFuture<Response> answer, boolean taken) {
        if (!taken) {
            fail(
                    question,
                    answer,
                    new RejectedExecutionException("The broker is away, or refuses commands."));
        }
    }

    private void fail(Question question, CompletableFuture<Response> answer, Exception why) {
        synchronized (this) {
            waiting.remove(question, answer);
        }
        tell(() -> answer.completeExceptionally(why));
    }

    /** Not on the thread that brings the news: whoever asked may take its time. */
    private void tell(Runnable step) {
        try {
            executor.execute(step);
        } catch (RejectedExecutionException closed) {
            step.run();
        }
    }

    /** A message from the broker, of whatever kind; does not wait. */
    void heard(String topic, byte[] payload, boolean retained) {
        if (retained || !topic.endsWith(Channel.RESP.path())) {
            return;
        }
        Optional<DeviceName> from =
                Topic.parse(topic)
                        .filter(Topic.OfDevice.class::isInstance)
                        .map(Topic.OfDevice.class::cast)
                        .map(found -> new DeviceName(found.tenant(), found.device()));
        if (from.isPresent() && isAsked(from.get())) {
            try {
                Response response = Response.read(Payload.text(payload));
                take(new Question(from.get(), response.key()))
                        .ifPresent(answer -> tell(() -> answer.complete(response)));
            } catch (BadMessage bad) {
                LOG.debug("an answer of {} cannot be read: {}", from.get(), bad.getMessage());
            }
        }
    }

    /** Only then is it worth reading. */
    private synchronized boolean isAsked(DeviceName device) {
        return waiting.keySet().stream().anyMatch(each -> each.device().equals(device));
    }

    private synchronized Optional<CompletableFuture<Response>> take(Question question) {
        return Optional.ofNullable(waiting.remove(question));
    }

    /** Nobody is waited for any longer. */
    @Override
    public void close() {
        executor.shutdownNow();
        List<CompletableFuture<Response>> left;
        synchronized (this) {
            left = new ArrayList<>(waiting.values());
            waiting.clear();
        }
        left.forEach(
                each ->
                        each.completeExceptionally(
                                new RejectedExecutionException("The collector ends.")));
    }
}
