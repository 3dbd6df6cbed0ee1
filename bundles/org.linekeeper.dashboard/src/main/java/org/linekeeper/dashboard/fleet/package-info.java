// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** What the dashboard knows of each phone, and how it is counted. */
package org.linekeeper.dashboard.fleet;
