// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Client and server transactions (RFC 3261 section 17, RFC 6026) on one scheduler thread: without
 * locks, with exact send counts, in virtual time under test.
 */
package org.linekeeper.sip.jain.transaction;
