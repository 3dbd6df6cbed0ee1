// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One client's stream of events, which holds a thread while it is open. It lags behind by a bounded
 * queue; a client that reads too slowly for that is cut off, and comes back with its Last-Event-ID.
 */
public final class EventStream implements Answer, AutoCloseable {
    static final String TYPE = "text/event-stream";

    private final Past past;
    private final Optional<Principal> principal;
    private final OptionalLong after;
    private final Duration silence;
    private final Duration life;
    private final Duration writing;
    private final Watchdog watchdog;
    private final Consumer<EventStream> whenOver;
    private final BlockingQueue<Event> queue;
    private Thread thread;
    private volatile boolean over;

    /**
     * A stream, not open yet.
     *
     * @param principal whose it is, where that is known
     * @param after the last event that the client has; empty = it begins now
     * @param whenOver told once
     */
    EventStream(
            Past past,
            Optional<Principal> principal,
            OptionalLong after,
            Limits limits,
            Watchdog watchdog,
            Consumer<EventStream> whenOver) {
        this.past = past;
        this.principal = principal;
        this.after = after;
        this.silence = limits.eventComment();
        this.life = limits.eventLife();
        this.writing = limits.exchange();
        this.watchdog = watchdog;
        this.whenOver = whenOver;
        this.queue = new ArrayBlockingQueue<>(limits.eventQueue());
    }

    /** Serves the client in the calling thread until one of the two ends it. */
    void run(HttpExchange exchange) {
        synchronized (this) {
            thread = Thread.currentThread();
        }
        try {
            serve(exchange);
        } catch (IOException | InterruptedException e) {
            // The client has gone, reads too slowly, or the server stops: nobody needs to know.
        } finally {
            close();
            Thread.interrupted();
        }
    }

    /** Hands an event over; never waits. */
    void offer(Event event) {
        if (!queue.offer(event)) {
            close();
        }
    }

    /** Has an idle stream write something, which fails when its client is gone. */
    void nudge() {
        if (queue.isEmpty()) {
            offer(Event.COMMENT);
        }
    }

    /** Whether it is that one's. */
    boolean isOf(String principalId) {
        return principal.filter(who -> who.id().equals(principalId)).isPresent();
    }

    /** Ends the stream at once. */
    @Override
    public void close() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            if (thread != null) {
                // Closes the channel when the thread is stuck in a write.
                thread.interrupt();
            }
        }
        whenOver.accept(this);
    }

    private void serve(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", TYPE);
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        write(out, Event.COMMENT);
        long sent = catchUp(out);
        long end = System.nanoTime() + life.toNanos();
        while (!over && System.nanoTime() - end < 0) {
            Event event = queue.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                write(out, Event.COMMENT);
            } else if (event == Event.COMMENT || event.id() > sent) {
                write(out, event);
                sent = Math.max(sent, event.id());
            }
        }
    }

    /** Sends what the client missed; what comes meanwhile waits in the queue. */
    private long catchUp(OutputStream out) throws IOException {
        long sent = after.orElse(0);
        for (Event event : past.after(after)) {
            write(out, event);
            sent = event.id();
        }
        return sent;
    }

    private void write(OutputStream out, Event event) throws IOException {
        Watchdog.Watch watch = watchdog.watch(writing);
        try {
            out.write(event.text().getBytes(StandardCharsets.UTF_8));
            out.flush();
        } finally {
            watch.close();
        }
    }
}
