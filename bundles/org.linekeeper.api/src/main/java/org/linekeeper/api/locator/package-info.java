// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** From a configured server to its targets (RFC 3263). */
@Export
@Version("1.0.0")
package org.linekeeper.api.locator;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
