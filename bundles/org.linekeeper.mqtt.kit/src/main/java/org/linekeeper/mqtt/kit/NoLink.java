// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.util.List;
import java.util.function.Consumer;

/** A connection that could not even be begun. */
enum NoLink implements Link {
    INSTANCE;

    @Override
    public void publish(Outgoing message, Consumer<Boolean> done) {
        done.accept(false);
    }

    @Override
    public void subscribe(List<String> filters, Consumer<Boolean> done) {
        done.accept(false);
    }

    @Override
    public void unsubscribe(String filter) {}

    @Override
    public void close(boolean farewell) {}
}
