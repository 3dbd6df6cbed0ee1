// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Yealink phones: their config files as lines, by the behaviours Y1 to Y18. */
package org.linekeeper.config.yealink;
