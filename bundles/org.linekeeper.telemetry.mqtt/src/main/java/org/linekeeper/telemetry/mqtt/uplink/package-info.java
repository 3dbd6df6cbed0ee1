// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** What the device tells the fleet's servers, and when: decisions apart from wires and threads. */
package org.linekeeper.telemetry.mqtt.uplink;
