// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** The collector as a part of an image, and its ear at a broker. */
package org.linekeeper.collector.mqtt;
