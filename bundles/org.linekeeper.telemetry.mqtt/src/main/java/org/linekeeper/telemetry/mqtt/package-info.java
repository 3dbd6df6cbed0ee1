// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Tells the fleet's servers over MQTT what the lines do, and does what they ask. */
package org.linekeeper.telemetry.mqtt;
