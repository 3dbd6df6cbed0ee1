// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import org.linekeeper.schema.Topic.Channel;

/** A process that collects without end and says what it acknowledged. */
final class Endless {
    /** Small rounds, so that there are many commits among few transitions. */
    private static final Limits FEW = new Limits(9, 9, 50, 1 << 20, 5, 1 << 20, 9, 100, 10);

    private Endless() {}

    /** Arguments: the H2 file, the first number. */
    public static void main(String[] args) {
        Collector collector =
                Collector.start(
                        Database.of("jdbc:h2:file:" + args[0], "", ""),
                        Outlets.of(
                                (tenant, device, ack) -> {
                                    System.out.println(ack.seq());
                                    System.out.flush();
                                }),
                        new Reach("h2", System::currentTimeMillis),
                        FEW,
                        System::currentTimeMillis);
        long next = Long.parseLong(args[1]);
        while (true) {
            if (collector.offer(
                    Phones.topic("a", Channel.EV),
                    Phones.bytes(Phones.batch(1, next, next + 9).write()),
                    false)) {
                next += 10;
            } else {
                Thread.yield();
            }
        }
    }
}
