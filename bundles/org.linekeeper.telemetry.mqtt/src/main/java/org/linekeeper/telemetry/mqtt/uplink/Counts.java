// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.uplink;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.linekeeper.schema.Topic.Channel;

/** Counters, as {@code up/metrics} names them. Safe for use by several threads. */
public final class Counts {
    private final Map<String, AtomicLong> values = new ConcurrentHashMap<>();

    void dialled() {
        add("mqtt_dialled_total");
    }

    void connected() {
        add("mqtt_connected_total");
    }

    void failed() {
        add("mqtt_failed_total");
    }

    /** The broker refused a message. */
    void refused() {
        add("mqtt_refused_total");
    }

    /** A message came that is not for us, or cannot be read. */
    void ignored() {
        add("mqtt_ignored_total");
    }

    /** More came than there is room for. */
    public void dropped() {
        add("mqtt_dropped_total");
    }

    void sent(Channel channel) {
        if (channel == Channel.EV) {
            add("mqtt_batches_total");
        }
    }

    private void add(String name) {
        values.computeIfAbsent(name, any -> new AtomicLong()).incrementAndGet();
    }

    /** All that are not 0. */
    public Map<String, Long> values() {
        Map<String, Long> all = new TreeMap<>();
        values.forEach((name, value) -> all.put(name, value.get()));
        return all;
    }
}
