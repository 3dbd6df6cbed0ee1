// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

/**
 * What both sides have agreed about a session's life (RFC 4028).
 *
 * @param seconds from one refresh to the end, as it was said
 * @param weRefresh whether the refreshes are ours, else the peer's
 */
record SessionTerms(int seconds, boolean weRefresh) {}
