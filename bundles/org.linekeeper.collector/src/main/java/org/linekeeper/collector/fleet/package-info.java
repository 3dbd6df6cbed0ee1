// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** What the collector knows of a fleet, for whoever shows it. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.linekeeper.collector.fleet;
