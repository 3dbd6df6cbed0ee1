// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Attempts: a request to one hop, with credentials when asked for them, until its one outcome. */
package org.linekeeper.sip.jain.exchange;
