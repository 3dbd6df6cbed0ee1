// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** {@code linekeeper ctl}: the HTTP API from a shell, with the JDK and this jar alone. */
package org.linekeeper.console.ctl;
