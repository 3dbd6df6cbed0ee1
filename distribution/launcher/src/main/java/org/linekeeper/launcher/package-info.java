// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** From the command line to a running framework, and back in bounded time. */
package org.linekeeper.launcher;
