// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.media;

import java.net.InetAddress;
import java.util.random.RandomGenerator;
import org.linekeeper.api.sip.MediaSession;
import org.linekeeper.api.sip.MediaSessions;

/** Media for a phone without audio: G.711 is agreed upon and nothing is sent. */
public final class PlainMedia implements MediaSessions {
    private final RandomGenerator random;

    public PlainMedia(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public MediaSession open(String call, InetAddress local) {
        return new PlainSession(local, random.nextLong(1L << 40));
    }
}
