// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Sockets: whole SIP messages to targets and back, and every sign that a target is out of reach.
 */
package org.linekeeper.sip.jain.net;
