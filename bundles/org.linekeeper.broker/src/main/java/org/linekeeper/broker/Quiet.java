// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker;

/** Holds down what the parts log about themselves. */
final class Quiet {
    private static final String LEVEL = "org.slf4j.simpleLogger.log.";

    private Quiet() {}

    /**
     * To be called before their first log line. What a client does wrong they take for an error of
     * theirs, each time: a hostile one would fill the disk with it.
     */
    static void artemis() {
        unlessSet("org.apache.activemq", "warn");
        unlessSet("org.apache.activemq.artemis.core.protocol.mqtt", "off");
        unlessSet("org.apache.activemq.artemis.core.server", "error");
        unlessSet("org.apache.activemq.audit", "off");
        unlessSet("io.netty", "error");
    }

    private static void unlessSet(String logger, String level) {
        if (System.getProperty(LEVEL + logger) == null) {
            System.setProperty(LEVEL + logger, level);
        }
    }
}
