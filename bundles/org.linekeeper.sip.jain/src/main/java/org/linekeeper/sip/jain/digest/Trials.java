// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.digest;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.linekeeper.api.line.Target;
import org.linekeeper.sip.jain.message.Header;
import org.linekeeper.sip.jain.message.SipResponse;

/** What one attempt has tried against the challenges of its target: each nonce once. */
public final class Trials {
    /** A server that calls every fresh nonce stale is not followed for ever. */
    private static final int MAX = 5;

    /** What to do with a challenge. */
    public enum Verdict {
        /** Send again; {@link #credentials} has what is needed. */
        AGAIN,
        /** The credentials were refused. */
        REFUSED,
        /** Nothing in it can be answered. */
        UNSUPPORTED
    }

    private final Nonces nonces;
    private final Target target;
    private final Set<Challenge.Trial> tried = new HashSet<>();
    private final Set<String> answered = new HashSet<>();

    public Trials(Nonces nonces, Target target) {
        this.nonces = nonces;
        this.target = target;
    }

    /**
     * Credentials for the next try: one header for each realm that has challenged, or what the
     * configuration wants said to a server that has not.
     */
    public List<Header> credentials(String method, String uri) {
        tried.addAll(nonces.inUse(target));
        List<Header> known = nonces.credentials(target, method, uri);
        return known.isEmpty() && method.equals("REGISTER") ? nonces.unasked(uri) : known;
    }

    /** Judges a 401 or 407. */
    public Verdict challenged(SipResponse response) {
        List<Challenge> challenges = Challenge.in(response);
        if (challenges.isEmpty()) {
            return Verdict.UNSUPPORTED;
        }
        boolean again = false;
        for (Challenge each : challenges) {
            boolean fresh = tried.add(each.trial()) && tried.size() <= MAX;
            // A second fresh nonce without "stale" means: these credentials are wrong.
            boolean first = answered.add(each.proxy() + each.realm());
            if (fresh && (first || each.stale())) {
                nonces.keep(target, each);
                again = true;
            } else {
                nonces.forget(target, each);
            }
        }
        return again ? Verdict.AGAIN : Verdict.REFUSED;
    }
}
