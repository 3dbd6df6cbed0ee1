// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import org.linekeeper.http.kit.Request;

/**
 * Keeps who did what. Every request that changes something is recorded by itself; this is for what
 * its address does not tell. For any thread; may block for some seconds.
 */
@FunctionalInterface
public interface Audit {
    /**
     * Records what somebody did.
     *
     * @param request whose it was, by its principal and address
     * @param what a few words
     * @param detail one line, without secrets; cut at 300 characters
     */
    void record(Request request, String what, String detail);
}
