// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Times the image as it is, from outside. */
package org.linekeeper.bench;
