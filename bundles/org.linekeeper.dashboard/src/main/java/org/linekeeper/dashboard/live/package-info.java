// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** What is shown, kept up to date: one thread that hears, counts, and tells whoever looks. */
package org.linekeeper.dashboard.live;
