// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** SUBSCRIBE, the dialogs that it makes, and the NOTIFY requests in them (RFC 6665). */
package org.linekeeper.sip.jain.subscription;
