// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** What the servers of a fleet give each other inside one process. */
@Export
@Version("1.0.0")
package org.linekeeper.api.fleet;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
