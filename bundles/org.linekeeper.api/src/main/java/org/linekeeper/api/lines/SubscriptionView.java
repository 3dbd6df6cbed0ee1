// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.lines;

import java.time.Instant;
import java.util.Optional;
import org.linekeeper.api.line.Subscription;

/**
 * A subscription as it stands, with wall-clock times.
 *
 * @param id unique on the device
 * @param event the event package
 * @param to URI of what is watched
 * @param state how it stands
 * @param place where it stands
 * @param expiresAt when it runs out; empty if nothing is granted
 */
public record SubscriptionView(
        String id,
        String event,
        String to,
        Subscription.State state,
        Optional<LineView.Place> place,
        Optional<Instant> expiresAt) {}
