// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** From a dialled address to the plan of a call. */
@Export
@Version("1.0.0")
package org.linekeeper.api.call;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
