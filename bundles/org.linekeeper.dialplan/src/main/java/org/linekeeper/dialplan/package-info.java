// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Rules in a text file, in the syntax of Brekeke's SIP Server, that give each call its plan. */
package org.linekeeper.dialplan;
