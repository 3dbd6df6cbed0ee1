// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** The HTTP API under {@code /api/v1}: what each address gives and takes. */
package org.linekeeper.dashboard.api;
