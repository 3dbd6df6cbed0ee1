// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Who a client is, and which topics are its own. */
package org.linekeeper.broker.access;
