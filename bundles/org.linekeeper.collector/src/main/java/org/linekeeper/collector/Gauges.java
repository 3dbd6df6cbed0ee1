// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

/**
 * What shows how the collector is.
 *
 * @param counts what it has done
 * @param warnings what somebody should know of single messages
 * @param reach whether the database is there
 */
record Gauges(Counts counts, Warnings warnings, Reach reach) {}
