// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import java.util.Locale;
import java.util.Optional;
import org.linekeeper.api.line.SessionTimer;
import org.linekeeper.sip.jain.message.RequestForm;
import org.linekeeper.sip.jain.message.ResponseForm;
import org.linekeeper.sip.jain.message.SipMessage;
import org.linekeeper.sip.jain.message.SipRequest;
import org.linekeeper.sip.jain.message.SipResponse;

/**
 * What is said of session timers (RFC 4028). A line whose own are off agrees to a peer that
 * refreshes; one that wants us to is answered as by a phone without the extension, which the RFC
 * allows.
 */
public final class SessionTimers {
    /** The option tag. */
    public static final String OPTION = "timer";

    /** RFC 4028 section 5: shorter sessions are too short. */
    static final int MIN_SECONDS = 90;

    private static final String EXPIRES = "Session-Expires";

    private SessionTimers() {}

    /** A request of ours that asks for a session of that length (section 7.1). */
    static RequestForm ask(RequestForm form, int seconds, int least, boolean weRefresh) {
        return form.with("Supported", OPTION)
                .with(EXPIRES, seconds + ";refresher=" + (weRefresh ? "uac" : "uas"))
                .with("Min-SE", Integer.toString(least));
    }

    /** What a 2xx to a request of ours says; empty = the session has no end (section 7.2). */
    static Optional<SessionTerms> agreed(SipResponse ok) {
        return ok.seconds(EXPIRES)
                .map(seconds -> new SessionTerms(seconds, !refresher(ok).equals("uas")));
    }

    /** The least that a 422 demands. */
    static int demanded(SipResponse tooSmall) {
        return tooSmall.seconds("Min-SE").orElse(0);
    }

    /** The refusal of a session that is too short (section 9). */
    static Optional<ResponseForm> refusal(SipRequest request, SessionTimer ours) {
        int least = least(ours);
        boolean tooShort = request.seconds(EXPIRES).filter(s -> s < least).isPresent();
        return tooShort && request.tokens("Supported").contains(OPTION)
                ? Optional.of(ResponseForm.of(422).with("Min-SE", Integer.toString(least)))
                : Optional.empty();
    }

    /** Our terms for a session that the peer asks for, or refreshes (section 9, table 2). */
    static Optional<SessionTerms> terms(SipRequest request, SessionTimer ours) {
        Optional<Integer> asked = request.seconds(EXPIRES);
        boolean on = ours.expiresSeconds() > 0;
        boolean choice = ours.refresher() == SessionTimer.Refresher.UAS;
        if (asked.isEmpty()) {
            int seconds = Math.max(wished(ours), request.seconds("Min-SE").orElse(0));
            return on
                    ? Optional.of(new SessionTerms(seconds, choice || !supports(request)))
                    : Optional.empty();
        }
        String refresher = refresher(request);
        boolean oursToDo =
                !supports(request)
                        || refresher.equals("uas")
                        || refresher.isEmpty() && on && choice;
        return oursToDo && !on
                ? Optional.empty()
                : Optional.of(new SessionTerms(asked.get(), oursToDo));
    }

    /** A 200 that says the terms. */
    static ResponseForm say(ResponseForm ok, SipRequest request, Optional<SessionTerms> terms) {
        if (terms.isEmpty()) {
            return ok;
        }
        String refresher = terms.get().weRefresh() ? "uas" : "uac";
        ResponseForm said = ok.with(EXPIRES, terms.get().seconds() + ";refresher=" + refresher);
        return supports(request) ? said.with("Require", OPTION) : said;
    }

    /** The length that a line asks for. */
    static int wished(SessionTimer ours) {
        return Math.max(ours.expiresSeconds(), least(ours));
    }

    /** The shortest session that a line takes. */
    static int least(SessionTimer ours) {
        return ours.expiresSeconds() > 0 ? Math.max(MIN_SECONDS, ours.minSeconds()) : MIN_SECONDS;
    }

    private static boolean supports(SipRequest request) {
        return request.tokens("Supported").contains(OPTION)
                || request.tokens("Require").contains(OPTION);
    }

    private static String refresher(SipMessage message) {
        String said = message.header(EXPIRES).orElse("").toLowerCase(Locale.ROOT).replace(" ", "");
        return said.contains(";refresher=uas")
                ? "uas"
                : said.contains(";refresher=uac") ? "uac" : "";
    }
}
