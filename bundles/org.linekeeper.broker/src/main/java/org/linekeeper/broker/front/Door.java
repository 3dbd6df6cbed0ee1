// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.front;

import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.protocol.mqtt.exceptions.InvalidClientIdException;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CompositeAddress;
import org.linekeeper.broker.access.Client;
import org.linekeeper.broker.access.Credentials;

/**
 * Artemis asks here who somebody is and what that one may do. Its caches are off, as they know a
 * client by its user alone; a connection that has been judged once is not judged again.
 */
public final class Door implements ActiveMQSecurityManager5 {
    private final Credentials credentials;
    private final Quotas quotas;

    /** A door that goes by those. */
    public Door(Credentials credentials, Quotas quotas) {
        this.credentials = credentials;
        this.quotas = quotas;
    }

    private static final class ClientPrincipal extends UserPrincipal {
        private final transient Client client;

        ClientPrincipal(Client client) {
            super(client.name());
            this.client = client;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ClientPrincipal principal && principal.client == client;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(client);
        }
    }

    @Override
    public Subject authenticate(
            String user, String password, RemotingConnection connection, String domain) {
        if (!(connection.getTransportConnection() instanceof NettyConnection netty)) {
            return null;
        }
        Peer peer = Peer.of(netty.getChannel());
        if (peer.client().isEmpty()) {
            peer.judged(judged(peer, user, password, connection.getClientID()));
            if (peer.reason() == Credentials.Reason.CLIENT_ID) {
                throw new InvalidClientIdException();
            }
        }
        return peer.client().map(Door::subject).orElse(null);
    }

    private Credentials.Verdict judged(Peer peer, String user, String password, String clientId) {
        Credentials.Verdict verdict =
                credentials.judge(
                        new Credentials.Claim(
                                peer.way(),
                                peer.certificateName(),
                                Optional.ofNullable(user),
                                Optional.ofNullable(password),
                                clientId,
                                peer.clientId().isEmpty()));
        if (verdict.client().isEmpty() || peer.will().isEmpty()) {
            return verdict;
        }
        Client client = verdict.client().get();
        String will = peer.will().get();
        if (!client.mayPublish(will)) {
            return new Credentials.Verdict(Optional.empty(), Credentials.Reason.WILL);
        }
        // It is published without passing the gate again.
        return quotas.allows(client, will)
                ? verdict
                : new Credentials.Verdict(Optional.empty(), Credentials.Reason.QUOTA);
    }

    private static Subject subject(Client client) {
        Subject subject = new Subject();
        subject.getPrincipals().add(new ClientPrincipal(client));
        return subject;
    }

    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType check, String address) {
        for (Principal each : subject.getPrincipals()) {
            if (each instanceof ClientPrincipal principal) {
                return allows(
                        principal.client, check, CompositeAddress.extractAddressName(address));
            }
        }
        return false;
    }

    private static boolean allows(Client client, CheckType check, String topic) {
        return switch (check) {
            case SEND -> client.mayPublish(topic);
            case CREATE_ADDRESS -> client.mayPublish(topic) || client.maySubscribe(topic);
            case CONSUME,
                    CREATE_DURABLE_QUEUE,
                    CREATE_NON_DURABLE_QUEUE,
                    DELETE_DURABLE_QUEUE,
                    DELETE_NON_DURABLE_QUEUE ->
                    client.maySubscribe(topic);
            case DELETE_ADDRESS, MANAGE, BROWSE, VIEW, EDIT -> false;
        };
    }

    @Override
    public boolean validateUser(String user, String password) {
        return false;
    }

    @Override
    public boolean validateUserAndRole(
            String user, String password, Set<Role> roles, CheckType check) {
        return false;
    }
}
