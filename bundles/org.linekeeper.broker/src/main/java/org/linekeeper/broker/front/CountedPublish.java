// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.front;

import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.concurrent.atomic.AtomicBoolean;

/** A message that says when Artemis is done with it: its queue of them knows no bound. */
final class CountedPublish extends MqttPublishMessage {
    private final Runnable done;
    private final AtomicBoolean told = new AtomicBoolean();

    CountedPublish(MqttPublishMessage message, Runnable done) {
        super(message.fixedHeader(), message.variableHeader(), message.payload());
        this.done = done;
    }

    @Override
    public boolean release() {
        tell();
        return super.release();
    }

    @Override
    public boolean release(int decrement) {
        tell();
        return super.release(decrement);
    }

    private void tell() {
        if (told.compareAndSet(false, true)) {
            done.run();
        }
    }
}
