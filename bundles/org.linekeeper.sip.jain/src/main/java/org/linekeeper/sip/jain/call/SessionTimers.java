// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import java.util.Locale;
import java.util.Optional;
import org.linekeeper.sip.jain.message.ResponseForm;
import org.linekeeper.sip.jain.message.SipRequest;

/**
 * The peer's session timer (RFC 4028): we agree to it as long as the peer refreshes. One that wants
 * us to refresh is answered as by a phone without the extension, which the RFC allows.
 */
public final class SessionTimers {
    /** The option tag. */
    public static final String OPTION = "timer";

    /** RFC 4028 section 4: shorter sessions are too short. */
    private static final int MIN_SECONDS = 90;

    private SessionTimers() {}

    /** The refusal of a session that is too short. */
    static Optional<ResponseForm> refusal(SipRequest request) {
        boolean tooShort =
                request.seconds("Session-Expires").filter(s -> s < MIN_SECONDS).isPresent();
        return tooShort && request.tokens("Supported").contains(OPTION)
                ? Optional.of(ResponseForm.of(422).with("Min-SE", Integer.toString(MIN_SECONDS)))
                : Optional.empty();
    }

    /** A 200 that agrees to the peer's timer, if it refreshes. */
    static ResponseForm echo(SipRequest request, ResponseForm ok) {
        Optional<Integer> seconds = request.seconds("Session-Expires");
        String said = request.header("Session-Expires").orElse("").toLowerCase(Locale.ROOT);
        boolean supports =
                request.tokens("Supported").contains(OPTION)
                        || request.tokens("Require").contains(OPTION);
        boolean ours = said.replace(" ", "").contains("refresher=uas");
        return seconds.isEmpty() || ours || !supports
                ? ok
                : ok.with("Session-Expires", seconds.get() + ";refresher=uac")
                        .with("Require", OPTION);
    }
}
