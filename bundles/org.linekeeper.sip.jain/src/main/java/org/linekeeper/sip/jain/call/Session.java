// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.sip.jain.dialog.Dialog;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.message.SipMessage;

/** A call's session as session timers keep it alive (RFC 4028): refreshed, or ended. */
final class Session {
    private final Line line;
    private final Call call;
    private final SessionClock clock;
    private Optional<SessionTerms> terms = Optional.empty();
    private Optional<String> described = Optional.empty();
    private Optional<SessionRefresh> refreshing = Optional.empty();
    private boolean peerUpdates;

    Session(Line line, Call call) {
        this.line = line;
        this.call = call;
        this.clock = new SessionClock(line.scheduler(), this::refresh, this::lapse);
    }

    /** What we described last, to be said again when an INVITE refreshes. */
    void described(String sdp) {
        described = Optional.of(sdp);
    }

    /** What the peer says that it understands. */
    void heard(SipMessage message) {
        if (message.header("Allow").isPresent()) {
            peerUpdates = message.tokens("Allow").contains("UPDATE");
        }
    }

    /** The peer does not understand UPDATE after all. */
    void withoutUpdate() {
        peerUpdates = false;
    }

    /** Both sides have agreed, for the first time or anew; empty = it has no end. */
    void agreed(Optional<SessionTerms> next) {
        terms = next;
        clock.stop();
        if (!call.isOver()) {
            next.ifPresent(clock::start);
        }
    }

    /** Whether an offer of ours waits for its answer (RFC 3261 section 14.2). */
    boolean isOffering() {
        return refreshing.filter(SessionRefresh::offers).isPresent();
    }

    void stop() {
        clock.stop();
        refreshing.ifPresent(SessionRefresh::stop);
        refreshing = Optional.empty();
    }

    /** Sends a refresh: UPDATE where the peer allows it, else an INVITE that changes nothing. */
    void refresh() {
        Optional<Dialog> dialog = call.dialog();
        if (call.isOver() || dialog.isEmpty() || terms.isEmpty()) {
            return;
        }
        Optional<String> offer = peerUpdates ? Optional.empty() : described;
        SessionRefresh next =
                new SessionRefresh(line, call, dialog.get(), terms.get().seconds(), offer);
        refreshing = Optional.of(next);
        next.send();
    }

    /** A refresh has ended without an agreement. */
    void notRefreshed() {
        refreshing = Optional.empty();
        clock.tryAgain();
    }

    /** A refresh has ended with one, or with none to come. */
    void refreshed(Optional<SessionTerms> next) {
        refreshing = Optional.empty();
        agreed(next);
    }

    /** The peer knows the session no longer. */
    void lost() {
        over("no longer known to the other side");
    }

    private void lapse() {
        over("session expired");
    }

    private void over(String why) {
        if (!call.isOver()) {
            call.dialog().ifPresent(d -> Background.bye(line, Hop.direct(0, d.place()), d));
            call.endedBy(why);
        }
    }
}
