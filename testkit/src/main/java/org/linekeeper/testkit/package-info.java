// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** What tests of several modules share; depends on nothing but the JDK. */
package org.linekeeper.testkit;
