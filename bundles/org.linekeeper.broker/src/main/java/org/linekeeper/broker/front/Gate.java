// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.front;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.linekeeper.broker.access.Client;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at each packet of a connection on its way to Artemis and back: what Artemis would take
 * without bound, or trip over, ends the connection here, with the reason code that MQTT 5 has for
 * it.
 */
final class Gate extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private static final int VERSION_5 = 5;
    private static final int MOST_QOS = 1;

    /** Subscriptions that wait for their answer; each takes a write to the disk. */
    private static final int ASKED = 16;

    private final Limits limits;
    private final Quotas quotas;
    private final Sessions sessions;
    private final Deque<MqttMessage> early = new ArrayDeque<>();
    private final Set<String> filters = new HashSet<>();
    private Pressure pressure;
    private boolean asked;
    private boolean bounded;
    private boolean over;
    private long toAcknowledge;
    private int unanswered;
    private int sessionSeconds;
    private String sessionId = "";

    Gate(Limits limits, Quotas quotas, Sessions sessions) {
        this.limits = limits;
        this.quotas = quotas;
        this.sessions = sessions;
        sessionSeconds = limits.sessionSeconds();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        pressure = new Pressure(ctx.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object object) {
        if (over || !(object instanceof MqttMessage message)) {
            ReferenceCountUtil.release(object);
            return;
        }
        if (message.decoderResult().isFailure()) {
            refuse(ctx, message, Code.MALFORMED, "a packet cannot be understood");
        } else if (!asked) {
            first(ctx, message);
        } else if (!Peer.of(ctx.channel()).isAdmitted()) {
            // It need not wait for the answer before it goes on (MQTT 5 section 3.1.4); we do.
            early.add(message);
            ctx.channel().config().setAutoRead(false);
        } else {
            next(ctx, message);
        }
    }

    private void first(ChannelHandlerContext ctx, MqttMessage message) {
        if (!(message instanceof MqttConnectMessage said)) {
            refuse(ctx, message, Code.PROTOCOL, "its first packet is no CONNECT");
            return;
        }
        asked = true;
        MqttConnectMessage connect = TenantId.in(said, Peer.of(ctx.channel()));
        boolean five = connect.variableHeader().version() == VERSION_5;
        String clientId = Optional.ofNullable(connect.payload().clientIdentifier()).orElse("");
        Optional<String> will =
                connect.variableHeader().isWillFlag()
                        ? Optional.of(connect.payload().willTopic())
                        : Optional.empty();
        Peer.of(ctx.channel()).asks(five, clientId, will);
        if (!sessions.hasRoomFor(clientId)) {
            refuse(ctx, message, Code.QUOTA, "there are too many sessions");
            return;
        }
        if (will.isPresent() && connect.variableHeader().willQos() > MOST_QOS) {
            refuse(ctx, message, Code.QOS, "its will is to be published with QoS 2");
            return;
        }
        if (will.isPresent() && !isSound(will.get())) {
            refuse(ctx, message, Code.TOPIC, "the topic of its will cannot be taken");
            return;
        }
        bounded = Properties.bound(connect, sessionSeconds);
        ctx.fireChannelRead(connect);
    }

    private void next(ChannelHandlerContext ctx, MqttMessage message) {
        if (message instanceof MqttPublishMessage publish) {
            publish(ctx, publish);
        } else if (message instanceof MqttSubscribeMessage subscribe) {
            subscribe(ctx, subscribe);
        } else if (message instanceof MqttUnsubscribeMessage unsubscribe) {
            filters.removeAll(unsubscribe.payload().topics());
            ask(ctx, message);
        } else {
            other(ctx, message);
        }
    }

    private void publish(ChannelHandlerContext ctx, MqttPublishMessage message) {
        String topic = message.variableHeader().topicName();
        if (message.fixedHeader().qosLevel() == MqttQoS.EXACTLY_ONCE) {
            refuse(ctx, message, Code.QOS, "it publishes with QoS 2");
        } else if (!isSound(topic)) {
            refuse(ctx, message, Code.TOPIC, "a topic cannot be taken");
        } else if (client(ctx).mayPublish(topic) && !quotas.allows(client(ctx), topic)) {
            refuse(ctx, message, Code.QUOTA, "it has made up too many topics");
        } else {
            Properties.bound(message);
            int bytes = message.fixedHeader().remainingLength();
            pressure.add(bytes);
            ctx.fireChannelRead(new CountedPublish(message, () -> pressure.done(bytes)));
        }
    }

    private void subscribe(ChannelHandlerContext ctx, MqttSubscribeMessage message) {
        for (MqttTopicSubscription each : message.payload().topicSubscriptions()) {
            if (each.topicFilter().startsWith("$share/")) {
                refuse(ctx, message, Code.SHARED, "it asks for a shared subscription");
                return;
            }
            if (!isSound(each.topicFilter())) {
                refuse(ctx, message, Code.FILTER, "a filter cannot be taken");
                return;
            }
            if (client(ctx).maySubscribe(each.topicFilter())) {
                filters.add(each.topicFilter());
            }
        }
        if (filters.size() > limits.filters()) {
            refuse(ctx, message, Code.QUOTA, "it has too many subscriptions");
            return;
        }
        shorten(client(ctx));
        ask(ctx, message);
    }

    private void ask(ChannelHandlerContext ctx, MqttMessage message) {
        unanswered++;
        if (unanswered > ASKED) {
            refuse(ctx, message, Code.QUOTA, "it subscribes faster than it is answered");
            return;
        }
        ctx.fireChannelRead(message);
    }

    private void other(ChannelHandlerContext ctx, MqttMessage message) {
        MqttMessageType type = message.fixedHeader().messageType();
        if (type == MqttMessageType.PUBACK && toAcknowledge > 0) {
            toAcknowledge--;
            ctx.fireChannelRead(message);
        } else if (type == MqttMessageType.PINGREQ) {
            ctx.fireChannelRead(message);
        } else if (type == MqttMessageType.DISCONNECT) {
            over = true;
            if (message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader v) {
                Properties.bound(v.properties(), sessionSeconds);
            }
            ctx.fireChannelRead(message);
        } else {
            refuse(ctx, message, Code.PROTOCOL, "it sends a " + type + " out of place");
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object object, ChannelPromise promise) {
        Object outgoing = object;
        if (object instanceof MqttConnAckMessage answer) {
            outgoing = answered(ctx, answer);
        } else if (object instanceof MqttMessage message) {
            switch (message.fixedHeader().messageType()) {
                case PUBLISH ->
                        toAcknowledge +=
                                message.fixedHeader().qosLevel() == MqttQoS.AT_MOST_ONCE ? 0 : 1;
                case SUBACK, UNSUBACK -> unanswered--;
                default -> {
                    // Passes as it is.
                }
            }
        }
        ctx.write(outgoing, promise);
    }

    private MqttMessage answered(ChannelHandlerContext ctx, MqttConnAckMessage answer) {
        Peer peer = Peer.of(ctx.channel());
        MqttConnectReturnCode code = answer.variableHeader().connectReturnCode();
        if (code == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            sessionId = Properties.assignedId(answer).orElse(peer.clientId());
            filters.addAll(sessions.filters(sessionId));
            bounded |= shorten(client(ctx));
            peer.admit();
            ctx.executor().execute(() -> goOn(ctx));
            OptionalInt told = bounded ? OptionalInt.of(sessionSeconds) : OptionalInt.empty();
            return peer.isFive() ? Properties.completed(answer, limits, told) : answer;
        }
        LOG.info("{} is not let in: {}", ctx.channel().remoteAddress(), peer.reason());
        return switch (peer.reason()) {
            case CLIENT_ID -> Code.connack(Code.CLIENT_ID, peer.isFive());
            case QUOTA -> Code.connack(Code.QUOTA, peer.isFive());
            case WILL -> Code.connack(Code.NOT_AUTHORIZED, peer.isFive());
            case CREDENTIALS, NONE -> answer;
        };
    }

    /** A reader's session that nobody comes back for would fill the disk with all that is said. */
    private boolean shorten(Client client) {
        if (!client.isReader(filters)) {
            return false;
        }
        sessionSeconds = limits.readerSeconds();
        return sessions.shorten(sessionId, sessionSeconds);
    }

    private void goOn(ChannelHandlerContext ctx) {
        for (MqttMessage each = early.poll(); each != null; each = early.poll()) {
            if (over) {
                ReferenceCountUtil.release(each);
            } else {
                next(ctx, each);
            }
        }
        pressure.look();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        pressure.look();
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        ctx.fireChannelInactive();
    }

    private static Client client(ChannelHandlerContext ctx) {
        return Peer.of(ctx.channel()).client().orElseThrow();
    }

    /** Artemis takes a name with "::" for an address and a queue, and a backslash for an escape. */
    private static boolean isSound(String topic) {
        return !topic.isEmpty()
                && topic.length() <= Limits.TOPIC_CHARS
                && !topic.contains("::")
                && topic.indexOf('\\') < 0;
    }

    private void refuse(ChannelHandlerContext ctx, MqttMessage message, Code code, String why) {
        over = true;
        ReferenceCountUtil.release(message);
        Peer peer = Peer.of(ctx.channel());
        LOG.debug("{} is cut off: {}", ctx.channel().remoteAddress(), why);
        MqttMessage last =
                peer.isAdmitted()
                        ? MqttMessageBuilders.disconnect().reasonCode(code.value()).build()
                        : Code.connack(code, peer.isFive());
        if (peer.isAdmitted() && !peer.isFive()) {
            ctx.close();
        } else {
            ctx.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
