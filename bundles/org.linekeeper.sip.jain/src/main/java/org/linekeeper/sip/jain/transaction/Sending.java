// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.transaction;

import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Timers;
import org.linekeeper.api.line.Transport;
import org.linekeeper.sip.jain.message.RequestForm;

/**
 * A request on its way to a target.
 *
 * @param form what is sent
 * @param via its Via, with {@code branch}
 * @param branch names the transaction
 * @param target where to
 * @param timers T1, T2, T4
 * @param budget how long it may stay without any response
 */
public record Sending(
        RequestForm form, String via, String branch, Target target, Timers timers, Budget budget) {
    boolean isInvite() {
        return form.method().equals("INVITE");
    }

    boolean isReliable() {
        return target.transport() != Transport.UDP;
    }

    long verdictMs() {
        return Timing.verdictMs(timers, isInvite(), budget);
    }

    String key() {
        return ClientTransactions.key(branch, form.method());
    }
}
