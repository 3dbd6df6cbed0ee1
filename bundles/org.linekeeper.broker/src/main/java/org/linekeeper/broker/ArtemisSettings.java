// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker;

import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.linekeeper.broker.front.Limits;

/** Artemis as a small MQTT broker: nothing is acknowledged that is not on the disk. */
final class ArtemisSettings {
    static final String ACCEPTOR = "mqtt";

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final int THREADS = 8;
    private static final int SCHEDULED_THREADS = 2;
    private static final long LOCK_MS = 2_000;
    private static final int KEEP_ALIVE_SECONDS = 300;

    private ArtemisSettings() {}

    static Configuration of(Path directory, Limits limits, String password) throws Exception {
        Configuration configuration = new ConfigurationImpl();
        configuration.setName("linekeeper");
        store(configuration, directory);
        access(configuration, password);
        memory(configuration);
        configuration.setResolveProtocols(false);
        configuration.setJMXManagementEnabled(false);
        configuration.setMessageCounterEnabled(false);
        configuration.setSuppressSessionNotifications(true);
        // It would end the whole process when a disk is slow.
        configuration.setCriticalAnalyzer(false);
        configuration.setGracefulShutdownEnabled(false);
        configuration.setThreadPoolMaxSize(THREADS);
        configuration.setScheduledThreadPoolMaxSize(SCHEDULED_THREADS);
        // Topics stay as they are: what Artemis matches is what MQTT says.
        configuration.setWildCardConfiguration(
                new WildcardConfiguration().setDelimiter('/').setSingleWord('+').setAnyWords('#'));
        configuration.addAcceptorConfiguration(acceptor(limits));
        return configuration;
    }

    private static void store(Configuration configuration, Path directory) {
        configuration.setPersistenceEnabled(true);
        configuration.setBindingsDirectory(directory.resolve("bindings").toString());
        configuration.setJournalDirectory(directory.resolve("journal").toString());
        configuration.setPagingDirectory(directory.resolve("paging").toString());
        configuration.setLargeMessagesDirectory(directory.resolve("large").toString());
        configuration.setJournalType(JournalType.NIO);
        configuration.setJournalDatasync(true);
        configuration.setJournalSyncTransactional(true);
        configuration.setJournalSyncNonTransactional(true);
        configuration.setJournalFileSize(4 * MIB);
        configuration.setJournalMinFiles(2);
        configuration.setJournalPoolFiles(4);
        configuration.setJournalCompactMinFiles(6);
        configuration.setJournalLockAcquisitionTimeout(LOCK_MS);
    }

    private static void access(Configuration configuration, String password) {
        configuration.setSecurityEnabled(true);
        configuration.setAuthenticationCacheSize(0);
        configuration.setAuthorizationCacheSize(0);
        // A user that Artemis knows by itself and lets do all: with no password anybody knows.
        configuration.setClusterUser("artemis-" + password.substring(0, 8));
        configuration.setClusterPassword(password);
    }

    /** What does not fit into memory goes to the disk; before that is full, nobody may publish. */
    private static void memory(Configuration configuration) {
        configuration.setGlobalMaxSize(48L * MIB);
        configuration.setMinDiskFree(128L * MIB);
        configuration.addAddressSetting(
                "#",
                new AddressSettings()
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                        .setMaxSizeBytes(4 * MIB)
                        .setPageSizeBytes(512 * KIB)
                        .setMaxReadPageBytes(2 * MIB)
                        .setPrefetchPageBytes(MIB)
                        .setAutoCreateAddresses(true)
                        .setAutoCreateQueues(true)
                        .setMaxDeliveryAttempts(-1));
    }

    private static TransportConfiguration acceptor(Limits limits) {
        Map<String, Object> all =
                Map.of(
                        "protocols",
                        "MQTT",
                        // It does not listen; connections are handed over to it.
                        "httpUpgradeEnabled",
                        true,
                        // Who is not let in soon enough, Opening cuts off.
                        "handshake-timeout",
                        0,
                        "remotingThreads",
                        1,
                        "maximumPacketSize",
                        limits.packetBytes(),
                        // Paho cannot get out of an alias that the broker has forgotten.
                        "topicAliasMaximum",
                        0,
                        "serverKeepAlive",
                        KEEP_ALIVE_SECONDS,
                        "defaultMqttSessionExpiryInterval",
                        limits.sessionSeconds(),
                        "defaultMaximumInFlightPublishMessages",
                        limits.receiveMaximum());
        return new TransportConfiguration(
                NettyAcceptorFactory.class.getName(), new java.util.HashMap<>(all), ACCEPTOR);
    }
}
