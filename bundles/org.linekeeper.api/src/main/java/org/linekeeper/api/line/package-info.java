// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** What a line is: its configuration, its targets, its state. Values only, free of behaviour. */
@Export
@Version("1.0.0")
package org.linekeeper.api.line;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
