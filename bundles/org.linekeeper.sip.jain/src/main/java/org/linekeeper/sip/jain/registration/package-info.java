// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** REGISTER and the bindings it makes (RFC 3261 section 10). */
package org.linekeeper.sip.jain.registration;
