// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.event.LineListener;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;

/** A log of transitions in a directory, and listeners that write down what they hear. */
abstract class PublisherScene {
    @TempDir Path home;

    final TestClock clock = new TestClock();
    final HeldPool pool = new HeldPool();

    /** Keeps what it hears; durable if it has a name. */
    static final class Ear implements LineListener {
        final List<Long> heard = new ArrayList<>();
        final Optional<String> name;

        Ear(Optional<String> name) {
            this.name = name;
        }

        @Override
        public void changed(LineStateChanged change) {
            heard.add(change.seq());
        }

        @Override
        public Optional<String> durableName() {
            return name;
        }
    }

    static Ear ear() {
        return new Ear(Optional.empty());
    }

    static Ear durable(String name) {
        return new Ear(Optional.of(name));
    }

    Publisher open() {
        return new Publisher(clock, pool, Optional.of(home), new Random(7));
    }

    static void publish(Publisher publisher, int times) {
        for (int i = 0; i < times; i++) {
            publisher.publish(
                    1,
                    Status.ON_PRIMARY,
                    Status.ON_BACKUP,
                    Why.NO_ANSWER,
                    Optional.of(Examples.hop(1)),
                    "b.example",
                    Optional.empty());
        }
    }
}
