// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

/** A server as a tenant's phones are configured with it. */
public record ServerName(String tenant, String server) {}
