// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Phones by the hundred in one process: the real runtime, policy and telemetry on a signalling of
 * the lab's own.
 */
package org.linekeeper.lab.fleet;
