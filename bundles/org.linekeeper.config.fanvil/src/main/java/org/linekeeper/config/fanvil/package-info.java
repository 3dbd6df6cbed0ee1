// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Fanvil phones: their config files as lines, by the behaviours F1 to F9. */
package org.linekeeper.config.fanvil;
