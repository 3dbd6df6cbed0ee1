// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;

/** Says in a few words why TLS failed. */
final class TlsTrouble {
    private static final int MAX_DEPTH = 16;
    private static final String ALERT = "Received fatal alert: ";

    private TlsTrouble() {}

    /**
     * @param identity what the certificate had to name
     */
    static String words(IOException e, String identity) {
        String said = String.valueOf(e.getMessage());
        if (said.contains(ALERT)) {
            String alert = said.substring(said.indexOf(ALERT) + ALERT.length());
            return "server refused: " + alert.toLowerCase(Locale.ROOT).replace('_', ' ');
        }
        if (said.contains("recognized SSL message")) {
            return "server does not speak TLS";
        }
        String certificate = certificate(e, identity);
        return certificate.isEmpty() ? said : certificate;
    }

    /** The most telling cause is the last one that says anything about a certificate. */
    private static String certificate(Throwable e, String identity) {
        String words = "";
        int depth = 0;
        for (Throwable cause = e; cause != null && depth < MAX_DEPTH; cause = cause.getCause()) {
            depth++;
            if (cause instanceof CertificateExpiredException) {
                return "certificate has expired";
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "certificate is not valid yet";
            }
            if (cause instanceof CertPathBuilderException
                    || cause instanceof CertPathValidatorException) {
                words = "certificate not trusted";
            } else if (cause instanceof CertificateException && words.isEmpty()) {
                words =
                        isAboutName(cause)
                                ? "certificate does not name " + identity
                                : "certificate not trusted";
            }
        }
        return words;
    }

    /** The JDK has no class of its own for this; it refuses some names, whatever is certified. */
    private static boolean isAboutName(Throwable e) {
        String said = String.valueOf(e.getMessage());
        return said.startsWith("No name matching")
                || said.startsWith("No subject alternative")
                || said.startsWith("Illegal given domain name");
    }
}
