// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

/**
 * What all lines of a device say of it.
 *
 * @param userAgent product and version
 * @param instance UUID of the device (RFC 5626 section 4.1)
 */
public record Identity(String userAgent, String instance) {}
