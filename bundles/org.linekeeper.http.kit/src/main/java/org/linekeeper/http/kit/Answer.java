// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

/** What a route gives: a whole reply, or a stream that outlives the request's thread. */
public sealed interface Answer permits Reply, EventStream {}
