// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/**
 * SIP messages: bytes in, bytes out. The only package that sees JAIN-SIP, of which it takes the
 * parser and the model of headers; everything else is checked and written here.
 */
package org.linekeeper.sip.jain.message;
