// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** The lab: {@code linekeeper lab} starts SIP servers that fail at a word on standard input. */
package org.linekeeper.lab;
