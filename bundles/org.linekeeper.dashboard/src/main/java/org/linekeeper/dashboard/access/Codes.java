// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The codes that links carry, each good for one session. Those of invitations are kept, by their
 * hashes; the one that is for whoever started the dashboard is not. For any thread.
 */
final class Codes {
    static final Duration ADMIN_LIFE = Duration.ofMinutes(15);
    static final Duration INVITATION_LIFE = Duration.ofDays(1);

    /** Invitations that nobody has followed yet. */
    static final int MOST = 200;

    /** The name of whoever comes by the link that this process says. */
    static final String ADMIN = "admin";

    private static final String KIND = "invitation";

    private final Keep keep;
    private final Supplier<Instant> clock;
    private final Secret secret = new Secret();
    private final Map<String, Invitation> admins = new LinkedHashMap<>();

    Codes(Keep keep, Supplier<Instant> clock) {
        this.keep = keep;
        this.clock = clock;
    }

    /** A new one for whoever can read what this process says; the others stay good until used. */
    synchronized String admin() {
        Instant now = clock.get();
        admins.values().removeIf(each -> each.until().isBefore(now));
        String code = secret.next();
        Instant until = now.plus(ADMIN_LIFE);
        admins.put(Secret.hash(code), new Invitation(secret.id(), ADMIN, Role.OPERATOR, until));
        return code;
    }

    /** What an invitation given now is good for. */
    Invitation invitation(String name, Role role) {
        return new Invitation(secret.id(), name, role, clock.get().plus(INVITATION_LIFE));
    }

    /**
     * A new one for somebody else; with too many open, the oldest is over.
     *
     * @throws IOException with one sentence when it cannot be kept
     */
    synchronized String invite(Invitation invitation) throws IOException {
        Map<String, Invitation> open = open();
        if (open.size() >= MOST) {
            String first =
                    open.entrySet().stream()
                            .min(Comparator.comparing(entry -> entry.getValue().until()))
                            .orElseThrow()
                            .getKey();
            keep.remove(KIND, first);
        }
        String code = secret.next();
        String text = invitation.json().toString();
        keep.put(KIND, new Keep.Text(Secret.hash(code), clock.get(), text));
        return code;
    }

    /**
     * Uses a code up.
     *
     * @return what it was good for; empty = nothing
     * @throws IOException with one sentence when that cannot be found out
     */
    synchronized Optional<Invitation> use(String code) throws IOException {
        String hash = Secret.hash(code);
        Instant now = clock.get();
        Optional<Invitation> admin = Optional.ofNullable(admins.remove(hash));
        if (admin.isPresent()) {
            return admin.filter(each -> !each.until().isBefore(now));
        }
        Optional<Invitation> found = Optional.ofNullable(open().get(hash));
        if (found.isPresent()) {
            // Before anybody gets in by it: a code that cannot be taken back is none.
            keep.remove(KIND, hash);
        }
        return found;
    }

    /**
     * Invitations that nobody has followed yet, the newest first.
     *
     * @throws IOException with one sentence when they cannot be found out
     */
    synchronized List<Invitation> all() throws IOException {
        return List.copyOf(open().values());
    }

    /**
     * Takes an invitation back; gives it if it was there.
     *
     * @throws IOException with one sentence when it may still be good
     */
    synchronized Optional<Invitation> withdraw(String id) throws IOException {
        for (Map.Entry<String, Invitation> each : open().entrySet()) {
            if (each.getValue().id().equals(id)) {
                keep.remove(KIND, each.getKey());
                return Optional.of(each.getValue());
            }
        }
        return Optional.empty();
    }

    /** Those that somebody may still follow; the others go. */
    private Map<String, Invitation> open() throws IOException {
        Instant now = clock.get();
        Map<String, Invitation> open = new LinkedHashMap<>();
        for (Keep.Text text : keep.list(KIND, Optional.empty(), 2 * MOST)) {
            Optional<Invitation> read = Invitation.read(text.text());
            if (read.isPresent() && !read.get().until().isBefore(now)) {
                open.put(text.key(), read.get());
            } else {
                keep.remove(KIND, text.key());
            }
        }
        return open;
    }
}
