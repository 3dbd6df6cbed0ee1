// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import java.time.Clock;
import org.linekeeper.api.sip.MediaSessions;
import org.linekeeper.sip.jain.message.Ids;
import org.linekeeper.sip.jain.net.Scheduler;

/**
 * What all lines of a device share.
 *
 * @param scheduler the one thread
 * @param wires makes sockets
 * @param media makes the media of calls
 * @param ids names that nobody guesses
 * @param clock for the trace
 * @param userAgent product and version
 * @param instance UUID of the device (RFC 5626 section 4.1)
 */
public record Device(
        Scheduler scheduler,
        Wires wires,
        MediaSessions media,
        Ids ids,
        Clock clock,
        String userAgent,
        String instance) {}
