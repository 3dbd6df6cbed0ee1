// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.alert;

import java.util.Optional;

/** Carries notices for {@link Postbox}es. Never blocks, and answers on a thread of its own. */
interface Postman {
    /** Hears how it went. */
    @FunctionalInterface
    interface Answer {
        /**
         * It has come to an end.
         *
         * @param status what HTTP answered; 0 where there was no answer
         * @param failure why there was none
         */
        void came(int status, Optional<Throwable> failure);
    }

    /** Posts once; answers once, later. */
    void post(Webhook hook, Notice notice, Answer answer);

    /**
     * Tries again after a pause.
     *
     * @param tries how often that was done before for the same notice
     * @return whether it will; otherwise it is given up
     */
    boolean later(int tries, Runnable again);
}
