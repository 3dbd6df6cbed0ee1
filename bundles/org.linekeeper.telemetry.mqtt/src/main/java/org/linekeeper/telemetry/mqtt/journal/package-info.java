// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Transitions on the disk until the collector has them: bounded, checked, forced in groups. */
package org.linekeeper.telemetry.mqtt.journal;
