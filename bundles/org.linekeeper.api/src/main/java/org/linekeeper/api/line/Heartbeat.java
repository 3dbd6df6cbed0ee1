// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

/**
 * OPTIONS to the primary, whichever server is current.
 *
 * @param intervalSeconds between two of them
 * @param maxFailures tolerated in a row
 */
public record Heartbeat(int intervalSeconds, int maxFailures) {}
