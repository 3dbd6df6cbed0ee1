// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.sip.jain.dialog.Dialog;
import org.linekeeper.sip.jain.exchange.Line;

/** What is known of a call until nobody wants to know any more. */
final class Call {
    private final Line line;
    private final String id;
    private final Session session;
    private Optional<Media> media = Optional.empty();
    private Optional<Dialog> dialog = Optional.empty();
    private Optional<Ringing> ringing = Optional.empty();
    private Optional<Success> success = Optional.empty();
    private boolean direct;
    private boolean over;

    Call(Line line, String id) {
        this.line = line;
        this.id = id;
        this.session = new Session(line, this);
    }

    String id() {
        return id;
    }

    Optional<Media> media() {
        return media;
    }

    /** Media for another try takes the place of the one before. */
    void media(Media next) {
        media.ifPresent(Media::end);
        media = Optional.of(next);
    }

    Session session() {
        return session;
    }

    Optional<Dialog> dialog() {
        return dialog;
    }

    void dialog(Dialog next) {
        dialog = Optional.of(next);
    }

    /** Its other end is at an address that is no server's; only there its dialog is known. */
    void direct() {
        direct = true;
    }

    /** Where requests in the dialog go when the line's server is at {@code current}. */
    Hop way(Hop current) {
        return dialog.filter(any -> direct)
                .map(there -> Hop.direct(current.server(), there.place()))
                .orElse(current);
    }

    Optional<Ringing> ringing() {
        return ringing;
    }

    void ringing(Ringing next) {
        ringing = Optional.of(next);
    }

    void ringsNoLonger() {
        ringing.ifPresent(Ringing::stop);
        ringing = Optional.empty();
    }

    Optional<Success> success() {
        return success;
    }

    /** A 2xx that waits for its ACK; only the last one counts. */
    void success(Success next) {
        success.ifPresent(Success::stop);
        success = Optional.of(next);
    }

    boolean isOver() {
        return over;
    }

    /** Over for the user: no media, no event to come. */
    void end() {
        over = true;
        session.stop();
        ringsNoLonger();
        success.ifPresent(Success::stop);
        media.ifPresent(Media::end);
    }

    /** The other side ended it. */
    void endedBy(String why) {
        if (!over) {
            end();
            line.emit(new LineEvent.CallEnded(id, why));
        }
    }
}
