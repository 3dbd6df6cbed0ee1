// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** SIP for lines: one request to one hop gives exactly one outcome. */
package org.linekeeper.sip.jain;
