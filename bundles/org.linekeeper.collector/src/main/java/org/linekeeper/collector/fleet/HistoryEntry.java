// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.fleet;

import java.time.Instant;
import org.linekeeper.schema.Entry;

/**
 * A row of the history.
 *
 * @param epoch the device's epoch
 * @param entry the transition or the hole
 * @param received the collector's clock
 */
public record HistoryEntry(DeviceName device, long epoch, Entry entry, Instant received) {}
