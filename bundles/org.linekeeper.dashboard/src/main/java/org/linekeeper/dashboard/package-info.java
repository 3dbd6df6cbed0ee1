// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** The fleet's page as part of an image: everything put together. */
package org.linekeeper.dashboard;
