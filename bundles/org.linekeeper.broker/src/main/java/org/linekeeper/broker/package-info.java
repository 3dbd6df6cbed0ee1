// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** An MQTT broker of one's own, for a demo, for tests and for small fleets. */
package org.linekeeper.broker;
