// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Owns the state of each line: a serial mailbox, named timers, a store, and one publisher of
 * transitions. It runs what the policy decides and decides nothing itself.
 */
package org.linekeeper.runtime;
