// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/**
 * Phone, broker and collector are killed -9: no transition is lost, none is in the history twice.
 */
public class KillNineIT {
    private static final int SOME = 20;

    /** On each broker; {@code -Dkills=200} for more. */
    private static final int ALL = Integer.getInteger("kills", 100);

    @Rule public final TwoServers scene = new TwoServers();

    private void survives(KillNine kills, int times) throws Exception {
        try (kills) {
            kills.run(times);
            kills.check();
            System.err.println(times + " kills: " + kills.seen() + " transitions seen, all there");
        }
    }

    private static long seed() {
        long seed = System.nanoTime();
        System.err.println("seed " + seed);
        return seed;
    }

    @Test
    public void someKillsOnMosquitto() throws Exception {
        survives(KillNine.onMosquitto(scene, seed()), SOME);
    }

    @Test
    @Category(Full.class)
    public void manyKillsOnMosquitto() throws Exception {
        survives(KillNine.onMosquitto(scene, seed()), ALL);
    }

    @Test
    @Category(Full.class)
    public void manyKillsOnTheEmbeddedBroker() throws Exception {
        survives(KillNine.onTheEmbeddedBroker(scene, seed()), ALL);
    }
}
