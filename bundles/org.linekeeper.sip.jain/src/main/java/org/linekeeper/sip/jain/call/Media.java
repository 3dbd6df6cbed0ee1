// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import java.net.InetAddress;
import java.util.Optional;
import org.linekeeper.api.sip.MediaSession;
import org.linekeeper.api.sip.MediaSessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call's media behind a fence: what the phone's audio throws is no reason to lose a call. */
final class Media {
    private static final Logger LOG = LoggerFactory.getLogger(Media.class);
    private static final int MAX_SDP_CHARS = 16 * 1024;

    private final Optional<MediaSession> session;
    private boolean ended;

    private Media(Optional<MediaSession> session) {
        this.session = session;
    }

    static Media open(MediaSessions sessions, String call, InetAddress local) {
        try {
            return new Media(Optional.of(sessions.open(call, local)));
        } catch (RuntimeException e) {
            LOG.error("no media for call {}", call, e);
            return new Media(Optional.empty());
        }
    }

    /** Our offer; empty if there is none to make. */
    Optional<String> offer() {
        try {
            return session.map(MediaSession::offer).filter(Media::isUsable);
        } catch (RuntimeException e) {
            LOG.error("the media made no offer", e);
            return Optional.empty();
        }
    }

    /** Our answer; empty if nothing suits us. */
    Optional<String> answer(String offer) {
        try {
            return session.filter(any -> isUsable(offer))
                    .flatMap(there -> there.answer(offer))
                    .filter(Media::isUsable);
        } catch (RuntimeException e) {
            LOG.error("the media made no answer", e);
            return Optional.empty();
        }
    }

    void answered(String answer) {
        try {
            session.filter(any -> !ended && isUsable(answer))
                    .ifPresent(there -> there.answered(answer));
        } catch (RuntimeException e) {
            LOG.error("the media took no answer", e);
        }
    }

    void end() {
        if (!ended) {
            ended = true;
            try {
                session.ifPresent(MediaSession::end);
            } catch (RuntimeException e) {
                LOG.error("the media did not end", e);
            }
        }
    }

    private static boolean isUsable(String sdp) {
        return !sdp.isEmpty() && sdp.length() <= MAX_SDP_CHARS;
    }
}
