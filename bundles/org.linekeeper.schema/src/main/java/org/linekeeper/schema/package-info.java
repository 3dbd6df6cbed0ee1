// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What phones and their fleet's servers say to each other over MQTT: topics, and the JSON on them.
 * A plain library, embedded by both sides; it knows nothing of a phone's runtime.
 */
package org.linekeeper.schema;
