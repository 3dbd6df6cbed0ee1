// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** The phone's lines as seen from outside: look, register, dial, hang up, subscribe. */
@Export
@Version("1.0.0")
package org.linekeeper.api.lines;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
