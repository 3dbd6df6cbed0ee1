// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.fleet;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears what is new (whiteboard). */
@ConsumerType
public interface FleetListener {
    /** After the commit, on the collector's thread, which waits: to be handed over at once. */
    void heard(List<News> news);
}
