// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.front;

import io.netty.channel.ChannelPipeline;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.BaseInterceptor;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManagerFactory;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTRoutingHandler;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.protocol.ConnectionEntry;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManagerFactory;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.Connection;

/** Artemis' MQTT with a {@link Gate} before it. */
public final class GatedMqtt extends MQTTProtocolManagerFactory {
    private final Limits limits;
    private final Quotas quotas;
    private final Supplier<Sessions> sessions;

    /**
     * MQTT within those limits.
     *
     * @param quotas those that the door goes by, too
     * @param sessions asked for with each connection: they are there only when the server is
     */
    public GatedMqtt(Limits limits, Quotas quotas, Supplier<Sessions> sessions) {
        this.limits = limits;
        this.quotas = quotas;
        this.sessions = sessions;
    }

    @Override
    public ProtocolManager<MQTTInterceptor, MQTTRoutingHandler> createProtocolManager(
            ActiveMQServer server,
            Map<String, Object> parameters,
            List<BaseInterceptor> incoming,
            List<BaseInterceptor> outgoing)
            throws Exception {
        return new Gated(
                (MQTTProtocolManager)
                        super.createProtocolManager(server, parameters, incoming, outgoing));
    }

    private final class Gated implements ProtocolManager<MQTTInterceptor, MQTTRoutingHandler> {
        private final MQTTProtocolManager mqtt;

        Gated(MQTTProtocolManager mqtt) {
            this.mqtt = mqtt;
        }

        @Override
        public void addChannelHandlers(ChannelPipeline pipeline) {
            mqtt.addChannelHandlers(pipeline);
            String behind = pipeline.context(MQTTProtocolHandler.class).name();
            pipeline.addBefore(behind, "gate", new Gate(limits, quotas, sessions.get()));
        }

        @Override
        public ProtocolManagerFactory<MQTTInterceptor> getFactory() {
            return GatedMqtt.this;
        }

        @Override
        @SuppressWarnings({"rawtypes", "unchecked"})
        public void updateInterceptors(
                List<BaseInterceptor> incoming, List<BaseInterceptor> outgoing) {
            mqtt.updateInterceptors((List) incoming, (List) outgoing);
        }

        @Override
        public ConnectionEntry createConnectionEntry(Acceptor acceptor, Connection connection) {
            return mqtt.createConnectionEntry(acceptor, connection);
        }

        @Override
        public void handleBuffer(RemotingConnection connection, ActiveMQBuffer buffer) {
            mqtt.handleBuffer(connection, buffer);
        }

        @Override
        public boolean isProtocol(byte[] first) {
            // Nothing else is spoken here: what is wrong with it, the decoder finds out.
            return true;
        }

        @Override
        public boolean acceptsNoHandshake() {
            return mqtt.acceptsNoHandshake();
        }

        @Override
        public void handshake(NettyServerConnection connection, ActiveMQBuffer buffer) {
            mqtt.handshake(connection, buffer);
        }

        @Override
        public List<String> websocketSubprotocolIdentifiers() {
            return List.of();
        }

        @Override
        public void setAnycastPrefix(String prefix) {
            mqtt.setAnycastPrefix(prefix);
        }

        @Override
        public void setMulticastPrefix(String prefix) {
            mqtt.setMulticastPrefix(prefix);
        }

        @Override
        public Map<SimpleString, RoutingType> getPrefixes() {
            return mqtt.getPrefixes();
        }

        @Override
        public void setSecurityDomain(String domain) {
            mqtt.setSecurityDomain(domain);
        }

        @Override
        public String getSecurityDomain() {
            return mqtt.getSecurityDomain();
        }

        @Override
        public MQTTRoutingHandler getRoutingHandler() {
            return mqtt.getRoutingHandler();
        }
    }
}
