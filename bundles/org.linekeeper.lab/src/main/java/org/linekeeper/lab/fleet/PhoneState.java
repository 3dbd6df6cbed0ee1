// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import java.util.Optional;
import org.linekeeper.api.line.Status;

/**
 * How a phone stands.
 *
 * @param device its name
 * @param status of its line
 * @param server the one in use, by its configured name
 * @param pending transitions that nobody has acknowledged
 */
public record PhoneState(String device, Status status, Optional<String> server, long pending) {}
