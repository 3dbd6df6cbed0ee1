// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Between the network and Artemis: what comes in is bounded before anybody works on it. */
package org.linekeeper.broker.front;
