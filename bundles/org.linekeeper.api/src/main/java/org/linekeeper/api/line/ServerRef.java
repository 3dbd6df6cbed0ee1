// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

/**
 * Which of a line's servers or outbound proxies is meant.
 *
 * @param layer servers or proxies
 * @param index place in the configured order, 0 = the first, the primary
 */
public record ServerRef(Layer layer, int index) {
    /** The two lists of a line. */
    public enum Layer {
        SERVER,
        PROXY
    }

    public static ServerRef server(int index) {
        return new ServerRef(Layer.SERVER, index);
    }

    public static ServerRef proxy(int index) {
        return new ServerRef(Layer.PROXY, index);
    }

    /** For example {@code server 1} (counted from 1, as people do). */
    @Override
    public String toString() {
        return (layer == Layer.SERVER ? "server " : "proxy ") + (index + 1);
    }
}
