// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** The ladder of a switch: fetched from the phone, kept, and drawn, written or captured. */
package org.linekeeper.dashboard.ladder;
