// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Serves the page, its libraries and the routes of the others. */
package org.linekeeper.dashboard.web;
