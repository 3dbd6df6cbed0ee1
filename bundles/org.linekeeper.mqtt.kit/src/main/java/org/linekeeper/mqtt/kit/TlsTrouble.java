// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why TLS does not come about, in words for the one who made the certificates. */
final class TlsTrouble {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    /** RFC 8446 section 6.2: what a broker says of a certificate that it was shown. */
    private static final Set<String> OF_CERTIFICATE =
            Set.of(
                    "access_denied",
                    "bad_certificate",
                    "certificate_expired",
                    "certificate_revoked",
                    "certificate_unknown",
                    "decrypt_error",
                    "unknown_ca",
                    "unsupported_certificate");

    private TlsTrouble() {}

    /**
     * What lies behind a handshake that failed.
     *
     * @param host as what the broker was asked for
     * @param heard whether anything came from it
     */
    static String inHandshake(IOException e, String host, boolean heard) {
        List<Throwable> causes =
                Stream.iterate((Throwable) e, c -> c != null, Throwable::getCause)
                        .limit(16)
                        .toList();
        Optional<String> said = alert(e);
        if (said.isPresent()) {
            return said.get();
        }
        if (has(causes, CertificateExpiredException.class)
                || has(causes, CertificateNotYetValidException.class)) {
            return "its certificate is not valid at the time that this device's clock shows";
        }
        if (has(causes, CertPathBuilderException.class)
                || causes.stream().anyMatch(TlsTrouble::isUnknownAuthority)) {
            return "its certificate is of no authority that is trusted here";
        }
        // The JDK's check of the host throws this very class; others throw one of their own.
        if (causes.stream().anyMatch(cause -> cause.getClass() == CertificateException.class)) {
            return "its certificate is not for the host " + host;
        }
        if (has(causes, CertificateException.class)) {
            return "its certificate is refused: " + Trouble.of(e);
        }
        if (has(causes, SocketTimeoutException.class)) {
            return "it does not answer in the TLS handshake";
        }
        if (has(causes, EOFException.class) || has(causes, SocketException.class)) {
            return heard
                    ? "it hangs up in the TLS handshake; it may want another certificate of this client"
                    : "it hangs up in the TLS handshake; it may not speak TLS at this port";
        }
        return "TLS does not come about: " + Trouble.of(e);
    }

    private static boolean has(List<Throwable> causes, Class<? extends Throwable> kind) {
        return causes.stream().anyMatch(kind::isInstance);
    }

    private static boolean isUnknownAuthority(Throwable cause) {
        return cause instanceof CertPathValidatorException path
                && path.getReason() == PKIXReason.NO_TRUST_ANCHOR;
    }

    /** What the broker says of us, if it was the one to end it and said why. */
    static Optional<String> alert(IOException e) {
        Matcher matcher = ALERT.matcher(String.valueOf(e.getMessage()));
        if (!matcher.find()) {
            return Optional.empty();
        }
        String alert = matcher.group(1);
        if (alert.equals("certificate_required")) {
            return Optional.of("it asks for a certificate of this client, which has none");
        }
        return Optional.of(
                OF_CERTIFICATE.contains(alert)
                        ? "it does not accept this client's certificate: " + alert
                        : "it refuses TLS with this client: " + alert);
    }
}
