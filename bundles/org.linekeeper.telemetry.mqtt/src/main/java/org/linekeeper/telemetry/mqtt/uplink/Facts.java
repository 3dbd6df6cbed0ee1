// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.uplink;

import java.util.Optional;
import org.linekeeper.schema.Connection;

/** The device as it is at the moment of asking; nothing here waits. */
public interface Facts {
    /** The birth of a connection. */
    Connection birth(String session, boolean first);

    /** {@code up/state}. */
    String state();

    /** {@code up/metrics}. */
    String metrics();

    /** {@code up/policy}; empty = none decides. */
    Optional<String> policy();
}
