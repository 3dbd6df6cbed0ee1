// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Digest authentication (RFC 7616, RFC 8760; RFC 3261 section 22). */
package org.linekeeper.sip.jain.digest;
