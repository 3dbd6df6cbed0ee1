// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Linekeeper's own config format, in which everything that a line can be told can be said. */
package org.linekeeper.config.generic;
