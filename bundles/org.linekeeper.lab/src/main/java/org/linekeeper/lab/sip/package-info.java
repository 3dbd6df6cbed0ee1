// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** The lab's own small SIP codec, which shares no code with the stack under test. */
package org.linekeeper.lab.sip;
