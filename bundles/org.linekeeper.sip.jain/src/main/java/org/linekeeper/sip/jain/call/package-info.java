// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Calls: dialogs of our own (RFC 3261 section 12), which outlive the servers they run through. */
package org.linekeeper.sip.jain.call;
