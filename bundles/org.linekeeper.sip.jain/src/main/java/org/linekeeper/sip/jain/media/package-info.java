// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** Descriptions of media where no media flows: enough to set calls up, hold and end them. */
package org.linekeeper.sip.jain.media;
