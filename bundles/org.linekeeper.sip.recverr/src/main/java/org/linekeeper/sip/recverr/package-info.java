// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Lets datagram channels see ICMP host and net unreachable on Linux. */
package org.linekeeper.sip.recverr;
