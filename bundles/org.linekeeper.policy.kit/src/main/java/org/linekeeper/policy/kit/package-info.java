// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The general failover machine. It knows no vendor: what differs between phones stands in the
 * line's configuration or in the {@link org.linekeeper.policy.kit.Questions} that a policy answers.
 */
package org.linekeeper.policy.kit;
