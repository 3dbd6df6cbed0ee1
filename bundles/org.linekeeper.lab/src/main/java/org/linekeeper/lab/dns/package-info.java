// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** A DNS server in a pocket whose records and faults change at run time. */
package org.linekeeper.lab.dns;
