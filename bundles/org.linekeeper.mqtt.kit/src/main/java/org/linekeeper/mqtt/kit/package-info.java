// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** What phone and collector share of their way to a broker; embedded by both. */
package org.linekeeper.mqtt.kit;
