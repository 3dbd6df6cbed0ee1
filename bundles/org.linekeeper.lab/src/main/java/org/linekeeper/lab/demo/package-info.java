// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** A fleet, its servers and an outage on one machine. */
package org.linekeeper.lab.demo;
