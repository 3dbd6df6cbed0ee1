// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.front;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.linekeeper.broker.access.Client;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that Artemis keeps. Those it finds again after a restart it would keep for ever, and
 * all that is sent to them; here they end once nobody has come for them in time. Thread-safe.
 */
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final ActiveMQServer server;
    private final Limits limits;
    private final LongSupplier clockMs;
    private final Set<String> restored;
    private final long restoredMs;

    /** Takes up what is there when the broker has just started. */
    public Sessions(ActiveMQServer server, Limits limits, LongSupplier clockMs) throws Exception {
        this.server = server;
        this.limits = limits;
        this.clockMs = clockMs;
        restored = Set.copyOf(states().keySet());
        restoredMs = clockMs.getAsLong();
    }

    private Map<String, MQTTSessionState> states() throws Exception {
        return MQTTStateManager.getInstance(server).getSessionStates();
    }

    /** Whether the client has a session already, or may have one more. */
    boolean hasRoomFor(String clientId) {
        try {
            Map<String, MQTTSessionState> all = states();
            return all.size() < limits.sessions() || all.containsKey(clientId);
        } catch (Exception e) {
            LOG.warn("The sessions cannot be counted: {}", e.toString());
            return false;
        }
    }

    /** What the client is subscribed to from before. */
    Set<String> filters(String clientId) {
        try {
            MQTTSessionState state = states().get(clientId);
            return state == null ? Set.of() : filters(state);
        } catch (Exception e) {
            LOG.warn("The subscriptions of {} cannot be read: {}", clientId, e.toString());
            return Set.of();
        }
    }

    /**
     * Ends a session sooner than its client has asked for.
     *
     * @return whether that is so
     */
    boolean shorten(String clientId, int seconds) {
        try {
            MQTTSessionState state = states().get(clientId);
            boolean shorter = state != null && state.getClientSessionExpiryInterval() > seconds;
            if (shorter) {
                state.setClientSessionExpiryInterval(seconds);
            }
            return shorter;
        } catch (Exception e) {
            LOG.warn("The session of {} cannot be shortened: {}", clientId, e.toString());
            return false;
        }
    }

    private static Set<String> filters(MQTTSessionState state) {
        return state.getSubscriptions().stream()
                .map(each -> each.topicFilter())
                .collect(Collectors.toSet());
    }

    /** Ends what has waited too long; to be called now and then. */
    public void expire() {
        long waitedMs = clockMs.getAsLong() - restoredMs;
        try {
            Map<String, MQTTSessionState> all = states();
            List<String> left =
                    restored.stream()
                            .filter(all::containsKey)
                            .filter(id -> all.get(id).getSession() == null)
                            .filter(id -> waitedMs >= keptSeconds(all.get(id)) * 1_000L)
                            .toList();
            for (String clientId : left) {
                end(clientId, all.get(clientId));
            }
        } catch (Exception e) {
            LOG.warn("Old sessions cannot be ended: {}", e.toString());
        }
    }

    /** Who it was is not stored; by its name and filters it is told as an anonymous client is. */
    private int keptSeconds(MQTTSessionState state) {
        boolean reader =
                Client.ofClientId(state.getClientId())
                        .filter(client -> client.isReader(filters(state)))
                        .isPresent();
        return reader ? limits.readerSeconds() : limits.sessionSeconds();
    }

    private void end(String clientId, MQTTSessionState state) throws Exception {
        for (String filter : filters(state)) {
            String queue =
                    MQTTUtil.getCoreQueueFromMqttTopic(
                            filter, clientId, server.getConfiguration().getWildcardConfiguration());
            if (server.locateQueue(queue) != null) {
                server.destroyQueue(SimpleString.of(queue));
            }
        }
        MQTTStateManager.getInstance(server).removeSessionState(clientId);
        LOG.info("The session of {} has ended: nobody came for it", clientId);
    }
}
