// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A line as JSON, in the words that {@code check --json} and the local API use. Stands alone: it is
 * embedded without the rest of the kit.
 */
package org.linekeeper.config.kit.json;
