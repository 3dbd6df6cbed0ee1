// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.util.function.Consumer;

/**
 * The threads of Paho's clients. What a broker sends can make one of them die of a throw that Paho
 * does not expect, such as a topic with a NUL; the client would be deaf from then on without
 * knowing.
 */
final class PahoThreads {
    private static final InheritableThreadLocal<Consumer<String>> FAULT =
            new InheritableThreadLocal<>();
    private static final ThreadGroup GROUP = new Group();

    private PahoThreads() {}

    /** Its threads, and those that they start, are in it by inheritance. */
    private static final class Group extends ThreadGroup {
        Group() {
            super("lk-mqtt");
        }

        @Override
        public void uncaughtException(Thread thread, Throwable fault) {
            Consumer<String> listener = FAULT.get();
            if (listener != null) {
                listener.accept(Trouble.of(fault));
            }
        }
    }

    /** Runs a task on a new thread; if it or a thread that it starts dies, the fault is told. */
    static void start(Consumer<String> fault, Runnable task) {
        Thread thread =
                new Thread(
                        GROUP,
                        () -> {
                            FAULT.set(fault);
                            task.run();
                        },
                        "lk-mqtt-connect");
        thread.setDaemon(true);
        thread.start();
    }
}
