// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.front;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.linekeeper.broker.access.Client;

/**
 * Each topic becomes an address of Artemis, and a retained one a queue that stays: a device that
 * makes up topics gets a bounded number of them. Thread-safe.
 */
public final class Quotas {
    private final int topics;
    private final Map<String, Set<String>> used;

    /** Nobody has published yet. */
    public Quotas(Limits limits) {
        topics = limits.topics();
        used =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
                        return size() > limits.sessions();
                    }
                };
    }

    /** Whether one more topic, or one it has already, is within the client's bounds. */
    synchronized boolean allows(Client client, String topic) {
        if (client.isTrusted()) {
            return true;
        }
        Set<String> own = used.computeIfAbsent(client.name(), name -> new HashSet<>());
        return own.contains(topic) || own.size() < topics && own.add(topic);
    }
}
