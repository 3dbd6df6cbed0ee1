// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Flyingvoice phones: their settings as lines, by the behaviours V1 to V10. */
package org.linekeeper.config.flyingvoice;
