// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** What a failover policy is: a pure function of a line's state and an event. */
@Export
@Version("1.0.0")
package org.linekeeper.api.policy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
