// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import org.linekeeper.http.kit.Request;

/**
 * Keeps who did what. Every request that changes something is recorded by itself, with what its
 * body says in plain values; this is for what neither its address nor its body tells. For any
 * thread; never blocks.
 */
@FunctionalInterface
public interface Audit {
    /**
     * Adds to what is recorded of a request.
     *
     * @param request which is being answered; of any other, nothing is recorded
     * @param detail some words without secrets; what is too long in all is cut
     */
    void add(Request request, String detail);
}
