// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP on the JDK's own server: a gate, a small router, problems as RFC 9457 tells them, and
 * streams of events, all bounded. Embedded by those who use it.
 */
package org.linekeeper.http.kit;
