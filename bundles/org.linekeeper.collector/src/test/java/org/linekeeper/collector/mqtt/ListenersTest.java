// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.FleetListener;
import org.linekeeper.collector.fleet.News;

class ListenersTest {
    private static final List<News> SOME =
            List.of(new News.Stirred(new DeviceName("default", "a"), Instant.EPOCH));

    @Test
    void oneThatFailsTakesNothingFromTheOthers() {
        Listeners listeners = new Listeners();
        List<News> heard = new ArrayList<>();
        FleetListener ear = heard::addAll;
        listeners.add(
                news -> {
                    throw new IllegalStateException("a fault");
                });
        listeners.add(
                news -> {
                    throw new NoClassDefFoundError("gone");
                });
        listeners.add(ear);
        listeners.heard(SOME);
        listeners.heard(SOME);
        assertThat(heard).hasSize(2);
        listeners.remove(ear);
        listeners.heard(SOME);
        assertThat(heard).hasSize(2);
    }
}
