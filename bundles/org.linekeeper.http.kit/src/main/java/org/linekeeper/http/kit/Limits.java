// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import java.time.Duration;

/**
 * What a client may take.
 *
 * @param threads requests served at a time, besides streams
 * @param queued requests waiting for a thread; one more is turned away
 * @param exchange for a client to send its request, and again to take the answer
 * @param connections open at a time; more are closed unanswered
 * @param eventReaders streams of events at a time
 * @param eventQueue events that one stream may lag behind before it is cut off
 * @param eventComment silence on a stream after which a comment shows that it lives
 * @param eventLife after which a stream ends, so that its client asks anew and is looked at again
 */
public record Limits(
        int threads,
        int queued,
        Duration exchange,
        int connections,
        int eventReaders,
        int eventQueue,
        Duration eventComment,
        Duration eventLife) {
    /** For a few clients. */
    public static final Limits STANDARD =
            new Limits(
                    8,
                    64,
                    Duration.ofSeconds(10),
                    128,
                    16,
                    256,
                    Duration.ofSeconds(15),
                    Duration.ofDays(1));

    /** Bytes of a request's body. */
    public static final int MAX_BODY = 256 << 10;

    /** Characters of a request's target, path and query together. */
    public static final int MAX_TARGET = 1024;

    /**
     * Tells the JDK's server its own limits, which it reads once from system properties: they are
     * those of the process's first port. One that somebody has set stays.
     */
    void applyToServer() {
        set("sun.net.httpserver.maxReqHeaderSize", 32 << 10);
        set("sun.net.httpserver.maxReqHeaders", 64);
        set("sun.net.httpserver.maxIdleConnections", 32);
        set("sun.net.httpserver.idleInterval", 30);
        set("jdk.httpserver.maxConnections", connections);
        // Head and body of a reply are two writes: Nagle would hold the second one back.
        set("sun.net.httpserver.nodelay", true);
    }

    private static void set(String name, Object value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value.toString());
        }
    }
}
