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
 * update never takes a phone out of service. Safe for use by several threads.
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

    synchronized void add(FailoverPolicy policy, String name, int ranking) {
        entries.add(new Entry(policy, name, ranking));
        entries.sort(Comparator.comparingInt((Entry entry) -> entry.ranking).reversed());
    }

    synchronized void remove(FailoverPolicy policy) {
        entries.removeIf(entry -> entry.policy == policy);
    }

    /** The one that decides. */
    synchronized Optional<FailoverPolicy> best() {
        return usable().stream().findFirst();
    }

    /** Those that may decide, best first. */
    synchronized List<FailoverPolicy> usable() {
        return entries.stream()
                .filter(entry -> entry.failures < FAILURES_TO_BAR)
                .map(entry -> entry.policy)
                .toList();
    }

    /** A policy threw or decided what cannot be. */
    synchronized void failed(FailoverPolicy policy, String how) {
        for (Entry entry : entries) {
            if (entry.policy == policy) {
                entry.failures++;
                boolean barred = entry.failures == FAILURES_TO_BAR;
                LOG.warn("policy {} {}{}", entry.name, how, barred ? "; it is barred now" : "");
            }
        }
    }
}
