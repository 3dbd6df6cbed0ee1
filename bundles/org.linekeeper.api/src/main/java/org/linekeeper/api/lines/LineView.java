// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.lines;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.linekeeper.api.line.AddressOfRecord;
import org.linekeeper.api.line.Health;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Why;

/**
 * A line as it stands, with wall-clock times.
 *
 * @param line number
 * @param aor empty without a user or a server
 * @param enabled whether it is to be in service
 * @param status its state
 * @param position of the current target in configured order, from 1; empty without one
 * @param place the current target
 * @param since when status or target last changed
 * @param expiresAt of the binding at the current target
 * @param bindings all bindings
 * @param health of each target of which something is known
 * @param why the last reason
 * @param calls ids of living calls
 */
public record LineView(
        int line,
        Optional<AddressOfRecord> aor,
        boolean enabled,
        Status status,
        OptionalInt position,
        Optional<Place> place,
        Instant since,
        Optional<Instant> expiresAt,
        List<Binding> bindings,
        Map<Target, TargetHealth> health,
        Why why,
        List<String> calls) {
    /**
     * A target and whose it is.
     *
     * @param server the configured address of the server or proxy
     * @param target the target
     */
    public record Place(String server, Target target) {}

    /**
     * A binding.
     *
     * @param place where
     * @param state how it stands
     * @param expiresAt when it runs out; empty if nothing is granted
     * @param callId of its REGISTERs; empty before the first
     */
    public record Binding(
            Place place, Registration.State state, Optional<Instant> expiresAt, String callId) {}

    /**
     * The health of a target.
     *
     * @param verdict the last one
     * @param until the end of a quarantine
     * @param failures in a row
     */
    public record TargetHealth(Health.Verdict verdict, Optional<Instant> until, int failures) {}
}
