// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** The commands that need an image: run and check. */
package org.linekeeper.cli;
