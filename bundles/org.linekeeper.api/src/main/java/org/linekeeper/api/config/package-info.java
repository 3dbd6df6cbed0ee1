// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** From a vendor's own config file to lines, and back. */
@Export
@Version("1.2.0")
package org.linekeeper.api.config;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
