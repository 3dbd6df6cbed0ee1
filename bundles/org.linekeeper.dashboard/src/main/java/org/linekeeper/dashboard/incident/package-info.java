// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** One outage of a server, made of what its phones tell. */
package org.linekeeper.dashboard.incident;
