// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Finds out who a client is. Thread-safe; a password of a file takes as long to check as the file
 * asks for.
 */
public final class Credentials {
    private final String internalUser;
    private final String internalPassword;
    private final Optional<Passwords> passwords;

    /**
     * What counts as a proof.
     *
     * @param internalUser the collector of this process, by the next parameter
     * @param passwords without it a client needs none where that is allowed at all
     */
    public Credentials(
            String internalUser, String internalPassword, Optional<Passwords> passwords) {
        this.internalUser = internalUser;
        this.internalPassword = internalPassword;
        this.passwords = passwords;
    }

    /** How a client has come in, and what it says. */
    public record Claim(
            Way way,
            Optional<String> certificateName,
            Optional<String> user,
            Optional<String> password,
            String clientId,
            boolean idAssigned) {}

    /** What a listener asks for. */
    public enum Way {
        /** The collector of this process and nobody else. */
        INTERNAL,
        /** The name in a certificate that TLS has verified. */
        CERTIFICATE,
        /** User and password. */
        PASSWORD,
        /** Nothing: on loopback without a password file. */
        ANONYMOUS
    }

    /** What became of a claim. */
    public record Verdict(Optional<Client> client, Reason reason) {
        static Verdict of(Optional<Client> client, Claim claim, Reason without) {
            if (client.isEmpty()) {
                return new Verdict(client, without);
            }
            boolean own = client.get().mayUse(claim.clientId(), claim.idAssigned());
            return own
                    ? new Verdict(client, Reason.NONE)
                    : new Verdict(Optional.empty(), Reason.CLIENT_ID);
        }
    }

    /** Why somebody is refused. */
    public enum Reason {
        NONE,
        /** Unknown, or without the right password. */
        CREDENTIALS,
        /** It wants something said when it is gone that it may not say. */
        WILL,
        /** With its will it has made up too many topics. */
        QUOTA,
        /** The client id is not this client's, or can be nobody's. */
        CLIENT_ID
    }

    /** Judges a claim. */
    public Verdict judge(Claim claim) {
        Optional<String> user = claim.user();
        if (user.equals(Optional.of(internalUser))) {
            boolean right =
                    MessageDigest.isEqual(
                            bytes(internalPassword), bytes(claim.password().orElse("")));
            Optional<Client> collector =
                    right ? Optional.of(Client.collector(Names.COLLECTOR)) : Optional.empty();
            return Verdict.of(collector, claim, Reason.CREDENTIALS);
        }
        return switch (claim.way()) {
            case INTERNAL -> Verdict.of(Optional.empty(), claim, Reason.CREDENTIALS);
            case CERTIFICATE ->
                    Verdict.of(
                            claim.certificateName().flatMap(Client::ofUser),
                            claim,
                            Reason.CREDENTIALS);
            case PASSWORD ->
                    Verdict.of(
                            user.filter(name -> fits(name, claim.password().orElse("")))
                                    .flatMap(Client::ofUser),
                            claim,
                            Reason.CREDENTIALS);
            case ANONYMOUS ->
                    Verdict.of(Client.ofClientId(claim.clientId()), claim, Reason.CLIENT_ID);
        };
    }

    private boolean fits(String user, String password) {
        return passwords.isPresent() && passwords.get().fit(user, password);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
