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
    private static final int A_FEW = 5;

    @Rule public final TwoServers scene = new TwoServers();

    @Test
    public void aFewKills() throws Exception {
        KillNine.survives(KillNine.onMosquitto(scene, KillNine.seed()), A_FEW);
    }

    @Test
    @Category(Full.class)
    public void manyKills() throws Exception {
        KillNine.survives(KillNine.onMosquitto(scene, KillNine.seed()), KillNine.ALL);
    }
}
