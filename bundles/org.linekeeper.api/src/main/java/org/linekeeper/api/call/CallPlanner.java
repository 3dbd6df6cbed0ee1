// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.call;

import org.linekeeper.api.line.CallPlan;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says where a call goes before its first INVITE. Pure as far as a caller can see, safe for use by
 * several threads, and never waits for anything. A throw is a bug; the call then goes as dialled.
 */
@ConsumerType
public interface CallPlanner {
    /** The plan of a call; {@code CallPlan.to(dialled.to())} = through the line's own servers. */
    CallPlan plan(Dialled dialled);
}
