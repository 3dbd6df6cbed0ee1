// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** {@link KillNineIT} with the broker that the collector brings: both are killed together. */
@Category(Full.class)
public class KillNineEmbeddedIT {
    @Rule public final TwoServers scene = new TwoServers();

    @Test
    public void manyKills() throws Exception {
        KillNine.survives(KillNine.onTheEmbeddedBroker(scene, KillNine.seed()), KillNine.ALL);
    }
}
