// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** JSON as the dashboard writes it, for browsers and for the shelf. */
package org.linekeeper.dashboard.json;
