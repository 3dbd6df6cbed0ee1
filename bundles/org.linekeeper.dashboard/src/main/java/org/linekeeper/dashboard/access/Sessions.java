// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is signed in, in memory and, by the hash of each secret, in a keep. While the keep is gone,
 * sessions work on; those that began then end with the process. For any thread.
 */
final class Sessions {
    static final Duration IDLE = Duration.ofHours(12);
    static final Duration LONGEST = Duration.ofDays(30);

    /** More than these, and the one that was away for longest is over. */
    static final int MOST = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final String KIND = "session";
    private static final Duration STEP = Duration.ofMinutes(5);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

    private final Keep keep;
    private final Supplier<Instant> clock;
    private final Secret secret = new Secret();
    private final Map<String, Session> byHash = new ConcurrentHashMap<>();
    private final ReentrantLock loading = new ReentrantLock();
    private Optional<Instant> tried = Optional.empty();
    private volatile boolean loaded;

    Sessions(Keep keep, Supplier<Instant> clock) {
        this.keep = keep;
        this.clock = clock;
    }

    /** Begins one; gives the secret that is its cookie. */
    String begin(String name, Role role, String from) {
        Instant now = clock.get();
        String value = secret.next();
        Session session = new Session(secret.id(), name, role, now, now, from);
        load();
        while (byHash.size() >= MOST) {
            byHash.entrySet().stream()
                    .min(Comparator.comparing(entry -> entry.getValue().seen()))
                    .ifPresent(oldest -> drop(oldest.getKey()));
        }
        store(Secret.hash(value), session);
        return value;
    }

    /** Whose secret this is, and that one is seen now. */
    Optional<Session> find(String value) {
        String hash = Secret.hash(value);
        if (!byHash.containsKey(hash)) {
            load();
        }
        Session session = byHash.get(hash);
        if (session == null) {
            return Optional.empty();
        }
        Instant now = clock.get();
        if (isOver(session, now)) {
            drop(hash);
            return Optional.empty();
        }
        if (Duration.between(session.seen(), now).compareTo(STEP) >= 0) {
            store(hash, session.seenAt(now));
        }
        return Optional.of(session);
    }

    /** Those that live, the one seen last first. */
    List<Session> all() {
        load();
        Instant now = clock.get();
        Collection<Session> all = byHash.values();
        return all.stream()
                .filter(session -> !isOver(session, now))
                .sorted(Comparator.comparing(Session::seen).reversed())
                .toList();
    }

    /** Ends one by its id; gives it if it was there. */
    Optional<Session> end(String id) {
        load();
        return byHash.entrySet().stream()
                .filter(entry -> entry.getValue().id().equals(id))
                .findFirst()
                .map(
                        entry -> {
                            drop(entry.getKey());
                            return entry.getValue();
                        });
    }

    private static boolean isOver(Session session, Instant now) {
        return session.seen().plus(IDLE).isBefore(now)
                || session.created().plus(LONGEST).isBefore(now);
    }

    private void store(String hash, Session session) {
        byHash.put(hash, session);
        try {
            keep.put(KIND, new Keep.Text(hash, session.seen(), session.json().toString()));
        } catch (IOException e) {
            LOG.warn("A session is not kept through a restart: {}", e.getMessage());
        }
    }

    private void drop(String hash) {
        byHash.remove(hash);
        try {
            keep.remove(KIND, hash);
        } catch (IOException e) {
            LOG.warn("A session that is over may be back after a restart: {}", e.getMessage());
        }
    }

    /**
     * Once, when the keep can be read; it may come later than the first request. One waits for it,
     * and the others take it that they are not known.
     */
    private void load() {
        if (!loaded && loading.tryLock()) {
            try {
                tryToLoad(clock.get());
            } finally {
                loading.unlock();
            }
        }
    }

    private void tryToLoad(Instant now) {
        if (loaded || tried.filter(last -> last.plus(TRY_AGAIN).isAfter(now)).isPresent()) {
            return;
        }
        tried = Optional.of(now);
        try {
            for (Keep.Text text : keep.list(KIND, Optional.empty(), MOST)) {
                Session.read(text.text())
                        .filter(session -> !isOver(session, now))
                        .ifPresentOrElse(
                                session -> byHash.putIfAbsent(text.key(), session),
                                () -> drop(text.key()));
            }
            loaded = true;
        } catch (IOException e) {
            LOG.warn("Who was signed in is not known yet: {}", e.getMessage());
        }
    }
}
