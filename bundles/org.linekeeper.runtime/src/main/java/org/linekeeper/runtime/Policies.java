// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.policy.FailoverPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies that there are, best first. One that fails a few times is barred, so that a broken
 * update never takes a phone out of service; but when all are, the lowest-ranked one goes on: a
 * policy that fails at times is better than none. Safe for use by several threads.
 */
final class Policies {
    private static final Logger LOG = LoggerFactory.getLogger(Policies.class);
    private static final int FAILURES_TO_BAR = 3;

    /** A policy and how it has done; failures are guarded by the list's lock. */
    private static final class Entry {
        final FailoverPolicy policy;
        final String name;
        final int ranking;
        int failures;

        Entry(FailoverPolicy policy, String name, int ranking) {
            this.policy = policy;
            this.name = name;
            this.ranking = ranking;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final Runnable changed;

    /**
     * No policies.
     *
     * @param changed is told when another one decides from now on; not when none does
     */
    Policies(Runnable changed) {
        this.changed = changed;
    }

    void add(FailoverPolicy policy, String name, int ranking) {
        change(
                () -> {
                    entries.add(new Entry(policy, name, ranking));
                    entries.sort(
                            Comparator.comparingInt((Entry entry) -> entry.ranking).reversed());
                });
    }

    void remove(FailoverPolicy policy) {
        change(() -> entries.removeIf(entry -> entry.policy == policy));
    }

    private void change(Runnable change) {
        Optional<FailoverPolicy> before;
        Optional<FailoverPolicy> after;
        synchronized (this) {
            before = best();
            change.run();
            after = best();
        }
        if (after.isPresent() && !after.equals(before)) {
            changed.run();
        }
    }

    /** The one that decides. */
    private Optional<FailoverPolicy> best() {
        return usable().stream().findFirst();
    }

    /** The name of the one that decides. */
    synchronized Optional<String> deciding() {
        Optional<FailoverPolicy> best = best();
        return entries.stream()
                .filter(entry -> best.isPresent() && entry.policy == best.get())
                .map(entry -> entry.name)
                .findFirst();
    }

    /** Those that may decide, best first. */
    synchronized List<FailoverPolicy> usable() {
        List<FailoverPolicy> sound =
                entries.stream()
                        .filter(entry -> entry.failures < FAILURES_TO_BAR)
                        .map(entry -> entry.policy)
                        .toList();
        return sound.isEmpty() && !entries.isEmpty()
                ? List.of(entries.get(entries.size() - 1).policy)
                : sound;
    }

    /** A policy threw or decided what cannot be. */
    void failed(FailoverPolicy policy, String how) {
        change(() -> count(policy, how));
    }

    private void count(FailoverPolicy policy, String how) {
        for (Entry entry : entries) {
            if (entry.policy == policy) {
                entry.failures++;
                boolean barred =
                        entry.failures == FAILURES_TO_BAR && !usable().contains(entry.policy);
                LOG.warn("policy {} {}{}", entry.name, how, barred ? "; it is barred now" : "");
            }
        }
    }
}
