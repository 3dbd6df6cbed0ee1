// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TlsTroubleTest {
    private static IOException handshake(String words, Throwable cause) {
        SSLException e = new SSLHandshakeException(words);
        e.initCause(cause);
        return e;
    }

    private static Throwable path(BasicReason reason, Throwable cause) {
        return new CertificateException(
                new CertPathValidatorException("a word", cause, null, -1, reason)) {};
    }

    static Stream<Arguments> whatIsThrownAndWhatIsSaid() {
        return Stream.of(
                Arguments.of(
                        handshake(
                                "x", path(BasicReason.EXPIRED, new CertificateExpiredException())),
                        "its certificate is not valid at the time that this device's clock shows"),
                Arguments.of(
                        handshake("x", new CertificateException(new CertPathBuilderException()) {}),
                        "its certificate is of no authority that is trusted here"),
                Arguments.of(
                        handshake("x", new CertificateException("no name matches")),
                        "its certificate is not for the host broker.example"),
                Arguments.of(
                        handshake("x", path(BasicReason.ALGORITHM_CONSTRAINED, null)),
                        "its certificate is refused: a word"),
                Arguments.of(
                        new SocketTimeoutException("Read timed out"),
                        "it does not answer in the TLS handshake"),
                Arguments.of(
                        handshake("terminated", new EOFException()),
                        "it hangs up in the TLS handshake; it may not speak TLS at this port"),
                Arguments.of(
                        new SSLException("Unsupported or unrecognized SSL message"),
                        "TLS does not come about: Unsupported or unrecognized SSL message"),
                Arguments.of(
                        handshake("Received fatal alert: bad_certificate", null),
                        "it does not accept this client's certificate: bad_certificate"),
                Arguments.of(
                        handshake("Received fatal alert: certificate_required", null),
                        "it asks for a certificate of this client, which has none"),
                Arguments.of(
                        handshake("Received fatal alert: protocol_version", null),
                        "it refuses TLS with this client: protocol_version"));
    }

    @ParameterizedTest
    @MethodSource("whatIsThrownAndWhatIsSaid")
    void oneSentenceSaysWhatToMend(IOException thrown, String said) {
        assertThat(TlsTrouble.inHandshake(thrown, "broker.example", false)).isEqualTo(said);
    }
}
