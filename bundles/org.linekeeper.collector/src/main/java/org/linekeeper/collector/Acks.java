// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import org.linekeeper.schema.Ack;

/** Tells a device what is in the history for good. */
@FunctionalInterface
public interface Acks {
    /**
     * To be published on {@code dn/ack}, retained. Called on the collector's thread after the
     * commit; should return fast. A throw is logged: the device asks again.
     */
    void acknowledged(String tenant, String device, Ack ack);
}
