// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Ladders: what a line heard, sent and decided around each of its last switches. */
package org.linekeeper.runtime.ladder;
