// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** A device and the servers of its fleet, and these among themselves. */
@Export
@Version("1.1.0")
package org.linekeeper.api.fleet;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
