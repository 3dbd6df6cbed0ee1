// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Transitions of lines, numbered and handed to whoever listens. */
@Export
@Version("1.0.0")
package org.linekeeper.api.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
