// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Who may look at the fleet and who may act: links, sessions, roles, and a log of what was done.
 */
package org.linekeeper.dashboard.access;
