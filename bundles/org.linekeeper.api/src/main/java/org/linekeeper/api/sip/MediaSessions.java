// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.sip;

import java.net.InetAddress;
import org.osgi.annotation.versioning.ConsumerType;

/** Makes the media of calls. The phone's audio registers one as a service; without, none flows. */
@ConsumerType
public interface MediaSessions {
    /**
     * Media for a new call.
     *
     * @param call the id of the call
     * @param local the address that the call's signalling uses
     */
    MediaSession open(String call, InetAddress local);
}
