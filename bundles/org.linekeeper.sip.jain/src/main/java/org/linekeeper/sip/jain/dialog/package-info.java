// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Dialogs and their route sets (RFC 3261 section 12), of calls and of subscriptions. */
package org.linekeeper.sip.jain.dialog;
