// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** The image's own bundles in a running framework, and the whole command against real servers. */
package org.linekeeper.itests;
