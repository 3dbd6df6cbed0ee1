// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.linekeeper.api.locator.TargetLocator;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.sip.Signalling;

/**
 * What the lines of a device share.
 *
 * @param pool runs the mailboxes; tasks do not block
 * @param others tells an event to every line but one
 * @param store empty = nothing is kept over a restart
 */
record Surroundings(
        DeviceClock clock,
        TimeScale scale,
        RandomGenerator chance,
        Executor pool,
        Policies policies,
        Signalling signalling,
        TargetLocator locator,
        Watches watches,
        CallLedger calls,
        BusyLines busy,
        Publisher publisher,
        Optional<LineStore> store,
        BiConsumer<LineRuntime, LineEvent> others) {}
