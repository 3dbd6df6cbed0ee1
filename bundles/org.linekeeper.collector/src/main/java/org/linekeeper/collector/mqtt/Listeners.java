// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.linekeeper.collector.fleet.FleetListener;
import org.linekeeper.collector.fleet.News;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All who hear what is new; one that fails takes nothing from the others. For any thread. */
final class Listeners implements FleetListener {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<FleetListener> all = new CopyOnWriteArrayList<>();
    private final Set<FleetListener> said = ConcurrentHashMap.newKeySet();

    void add(FleetListener listener) {
        all.add(listener);
    }

    void remove(FleetListener listener) {
        all.remove(listener);
        said.remove(listener);
    }

    @Override
    public void heard(List<News> news) {
        List<News> same = List.copyOf(news);
        for (FleetListener each : all) {
            try {
                each.heard(same);
            } catch (RuntimeException | LinkageError e) {
                if (said.add(each)) {
                    LOG.error("{} fails at what is new, said once", each.getClass().getName(), e);
                }
            }
        }
    }
}
