// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.fleet;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Response;
import org.osgi.annotation.versioning.ProviderType;

/** Speaks to devices. For any thread; never blocks. */
@ProviderType
public interface FleetPhones {
    /**
     * Has a device carry out a command.
     *
     * @param patience how long its answer may take, at most 60 s
     * @return the answer; fails with a {@link java.util.concurrent.TimeoutException} without one,
     *     and with {@link java.util.concurrent.RejectedExecutionException} when the broker is away
     *     or 1,000 commands wait
     */
    CompletionStage<Response> ask(DeviceName device, Command command, Duration patience);
}
