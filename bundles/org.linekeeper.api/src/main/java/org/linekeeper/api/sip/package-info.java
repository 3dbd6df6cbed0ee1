// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** The signalling under a line: one request to one hop gives exactly one outcome. */
@Export
@Version("1.0.0")
package org.linekeeper.api.sip;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
