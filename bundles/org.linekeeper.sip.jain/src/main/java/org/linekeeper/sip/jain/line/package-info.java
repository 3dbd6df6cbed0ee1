// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** A line's user agent: its requests, what the wire brings, keep-alives. */
package org.linekeeper.sip.jain.line;
