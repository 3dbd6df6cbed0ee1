// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** What somebody is to be told at once, once for each thing that is wrong. */
package org.linekeeper.dashboard.alert;
