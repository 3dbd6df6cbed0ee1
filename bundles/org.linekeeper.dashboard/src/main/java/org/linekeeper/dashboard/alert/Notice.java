// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.alert;

import java.time.Instant;

/**
 * What is told outside.
 *
 * @param alert of what
 * @param resolved whether it is over; else it begins
 * @param at when
 */
public record Notice(Alert alert, boolean resolved, Instant at) {}
