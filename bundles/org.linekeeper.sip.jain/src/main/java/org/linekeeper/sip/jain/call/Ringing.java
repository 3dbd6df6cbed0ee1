// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import java.util.Optional;
import org.linekeeper.sip.jain.message.ResponseForm;
import org.linekeeper.sip.jain.net.Scheduler;
import org.linekeeper.sip.jain.transaction.ServerTransaction;

/**
 * A call that rings here and waits for its user, its caller, or the end of patience.
 *
 * @param transaction the INVITE
 * @param sdp our answer to its offer; empty: the offer is ours to make
 * @param patience ends it
 */
record Ringing(ServerTransaction transaction, Optional<String> sdp, Scheduler.Timer patience) {
    void refuse(ResponseForm response) {
        stop();
        transaction.respond(response);
    }

    void stop() {
        patience.cancel();
    }
}
