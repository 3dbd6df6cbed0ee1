// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

/**
 * Who asks, where somebody has found that out.
 *
 * @param id tells sessions of one person apart; never a secret
 * @param name for people to read
 * @param role what that one may do
 */
public record Principal(String id, String name, String role) {}
