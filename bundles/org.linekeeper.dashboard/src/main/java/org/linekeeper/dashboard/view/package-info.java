// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Phones, incidents and the rest as JSON, in the words of the HTTP API. */
package org.linekeeper.dashboard.view;
