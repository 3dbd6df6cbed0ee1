// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import org.linekeeper.collector.fleet.DeviceName;

/** A line of a phone. */
public record LineName(DeviceName device, int line) {}
