// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The phone's local HTTP API: a small router on the JDK's own server, since the whole phone has 110
 * MiB and a second and a half to start.
 */
package org.linekeeper.console;
