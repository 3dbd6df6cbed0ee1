// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A connection to a broker, for phone and collector, and all that is known of the defects of the
 * library behind it, which nobody else sees. Embedded by both.
 */
package org.linekeeper.mqtt.kit;
