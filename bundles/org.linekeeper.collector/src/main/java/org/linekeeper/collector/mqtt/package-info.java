// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** The collector's ear at a broker, and the command that runs it alone. */
package org.linekeeper.collector.mqtt;
