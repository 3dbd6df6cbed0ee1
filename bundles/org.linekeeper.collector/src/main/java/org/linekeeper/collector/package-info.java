// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Takes a fleet's messages and keeps its history in a database; acknowledges what is in there. */
package org.linekeeper.collector;
