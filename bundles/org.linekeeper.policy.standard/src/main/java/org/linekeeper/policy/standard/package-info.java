// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** The policy that is always there. */
package org.linekeeper.policy.standard;
