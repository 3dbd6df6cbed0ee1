// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** A connection to a broker, and all that is known of its library's defects. */
package org.linekeeper.telemetry.mqtt.link;
