// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Finds the targets of a server over DNS; the only place that knows dnsjava. */
package org.linekeeper.locator.dnsjava;
