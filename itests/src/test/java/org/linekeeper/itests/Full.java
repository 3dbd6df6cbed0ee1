// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

/** Marks tests for {@code -Pfull}: with them {@code ./mvnw verify} would take too long. */
interface Full {}
