// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.fleet;

/** The database cannot be asked now; the message is one sentence for whoever asked. */
public final class StoreGone extends Exception {
    private static final long serialVersionUID = 1;

    public StoreGone(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
