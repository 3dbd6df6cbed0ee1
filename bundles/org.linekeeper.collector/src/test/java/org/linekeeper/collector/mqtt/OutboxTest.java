// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.linekeeper.schema.Ack;

class OutboxTest {
    private final Outbox outbox = new Outbox(3);

    private String next() {
        return outbox.take().map(letter -> letter.topic() + letter.text()).orElse("none");
    }

    @Test
    void ofEachEpochTheLastIsLeft() {
        outbox.put("a", new Ack(3, 1));
        outbox.put("a", new Ack(3, 5));
        // Of another epoch: it says nothing of the one before.
        outbox.put("a", new Ack(4, 2));
        assertThat(next()).isEqualTo("a{\"ep\":3,\"seq\":5}");
        assertThat(next()).isEqualTo("a{\"ep\":4,\"seq\":2}");
        assertThat(next()).isEqualTo("none");
    }

    @Test
    void atTheBoundTheOldestIsForgotten() {
        for (int i = 1; i <= 5; i++) {
            outbox.put("d" + i, new Ack(1, i));
        }
        assertThat(next()).startsWith("d3");
        assertThat(next()).startsWith("d4");
        assertThat(next()).startsWith("d5");
    }
}
