// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.linekeeper.lab.sip.DigestAlgorithm;
import org.linekeeper.lab.sip.DigestCredentials;
import org.linekeeper.lab.sip.SipMessage;

/**
 * Digest authentication (RFC 3261 section 22, RFC 7616, RFC 8760): 401 for REGISTER, 407 for the
 * rest. A nonce count may be used once per nonce. Belongs to the server's loop.
 */
final class Challenger {

    private static final int MAX_NONCES = 1_000;
    private static final int MAX_NONCE_COUNT = 100_000;

    /** ACK and CANCEL cannot be challenged; OPTIONS is the question whether the server lives. */
    private static final Set<String> NEVER = Set.of("ACK", "CANCEL", "OPTIONS");

    private final Settings settings;
    private final Ids ids;
    private final LongSupplier millis;
    private final Map<String, Nonce> nonces = new LinkedHashMap<>();

    Challenger(Settings settings, Ids ids, LongSupplier millis) {
        this.settings = settings;
        this.ids = ids;
        this.millis = millis;
    }

    /** The answer to a request that has not proved who it is from; empty when it has. */
    Optional<SipMessage> refusal(SipMessage request) {
        boolean inDialog = request.to().tag().isPresent();
        if (!settings.challenge
                || NEVER.contains(request.method())
                || inDialog && !settings.challengeInDialog) {
            return Optional.empty();
        }
        Optional<DigestCredentials> given =
                request.all(credentialsField(request)).stream()
                        .map(DigestCredentials::parse)
                        .flatMap(Optional::stream)
                        .filter(c -> c.realm().equals(settings.realm))
                        .findFirst();
        if (given.isEmpty()) {
            return Optional.of(challenge(request, false));
        }
        DigestCredentials credentials = given.get();
        if (!credentials.uri().equals(request.uri())) {
            return Optional.of(SipMessage.response(request, 400)); // RFC 7616 section 3.4.6
        }
        if (!isProof(credentials, request.method())) {
            return Optional.of(SipMessage.response(request, 403));
        }
        return spend(credentials) ? Optional.empty() : Optional.of(challenge(request, true));
    }

    /** Makes every nonce given so far stale. */
    void forgetNonces() {
        nonces.clear();
    }

    private boolean isProof(DigestCredentials credentials, String method) {
        boolean offered =
                credentials.algorithm().filter(a -> settings.algorithms.contains(a)).isPresent();
        return offered
                && settings.passwordOf(credentials.user())
                        .filter(password -> credentials.proves(password, method))
                        .isPresent();
    }

    private boolean spend(DigestCredentials credentials) {
        Nonce nonce = nonces.get(credentials.nonce());
        int count = credentials.nonceCount();
        if (nonce == null || count > MAX_NONCE_COUNT || nonce.spent.get(count)) {
            return false;
        }
        nonce.spent.set(count);
        return millis.getAsLong() - nonce.issuedAtMs <= settings.nonceLife.toMillis();
    }

    private SipMessage challenge(SipMessage request, boolean stale) {
        boolean register = request.method().equals("REGISTER");
        String field = register ? "WWW-Authenticate" : "Proxy-Authenticate";
        String nonce = ids.next(16);
        nonces.put(nonce, new Nonce(millis.getAsLong(), new BitSet()));
        if (nonces.size() > MAX_NONCES) {
            nonces.remove(nonces.keySet().iterator().next());
        }
        SipMessage response = SipMessage.response(request, register ? 401 : 407);
        for (DigestAlgorithm algorithm : settings.algorithms) {
            String value =
                    String.format(
                            "Digest realm=\"%s\", nonce=\"%s\", algorithm=%s, qop=\"auth\"%s",
                            settings.realm, nonce, algorithm.token(), stale ? ", stale=true" : "");
            response = response.plus(field, value);
        }
        return response;
    }

    private static String credentialsField(SipMessage request) {
        return request.method().equals("REGISTER") ? "Authorization" : "Proxy-Authorization";
    }

    private record Nonce(long issuedAtMs, BitSet spent) {}
}
