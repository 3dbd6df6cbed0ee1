// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** SIP servers in a pocket: registrar, digest, calls, and every fault at the turn of a switch. */
package org.linekeeper.lab.server;
