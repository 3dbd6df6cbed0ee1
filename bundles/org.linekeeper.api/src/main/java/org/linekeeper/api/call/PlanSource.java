// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.call;

import java.util.Optional;
import org.linekeeper.api.config.Finding;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where a planner has its rules from. A command that was told to use them looks here before any
 * line starts. Safe for use by several threads; never waits.
 */
@ConsumerType
public interface PlanSource {
    /**
     * Why the rules that were named at the start could not be read; empty = they are in force, or
     * none were named. What happens to them later changes nothing here.
     */
    Optional<Finding> refusal();
}
