// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent.HealthObserved;

/** The OPTIONS that a virtual line watches its targets with, one stream for each. */
final class VirtualWatches {
    private final VirtualLine line;
    private final VirtualServers servers;
    private final Map<Target, Stream> streams = new HashMap<>();
    private final List<Long> sentMs = new ArrayList<>();

    private static final class Stream {
        private Command.Watch watch;
        private long lastMs;
        private boolean asked;

        /** One that is not due any more is an old one. */
        private int turn;
    }

    VirtualWatches(VirtualLine line, VirtualServers servers) {
        this.line = line;
        this.servers = servers;
    }

    /** When OPTIONS have gone out. */
    List<Long> sentMs() {
        return List.copyOf(sentMs);
    }

    void run(Command command) {
        if (command instanceof Command.Watch watch) {
            Stream stream = streams.computeIfAbsent(watch.hop().target(), t -> begun());
            stream.watch = watch;
            schedule(stream);
        } else if (command instanceof Command.Unwatch unwatch) {
            streams.remove(unwatch.target());
        }
    }

    private Stream begun() {
        Stream stream = new Stream();
        stream.lastMs = line.nowMs();
        return stream;
    }

    /** The phone has been switched off. */
    void clear() {
        streams.clear();
    }

    private void schedule(Stream stream) {
        int turn = ++stream.turn;
        long nextMs = stream.lastMs + stream.watch.interval().toMillis();
        line.later(Math.max(0, nextMs - line.nowMs()), () -> due(stream, turn));
    }

    private boolean isLive(Stream stream) {
        return streams.containsValue(stream);
    }

    private void due(Stream stream, int turn) {
        if (!isLive(stream) || stream.turn != turn) {
            return;
        }
        stream.lastMs = line.nowMs();
        schedule(stream);
        if (stream.asked) {
            return;
        }
        stream.asked = true;
        sentMs.add(line.nowMs());
        Target target = stream.watch.hop().target();
        VirtualServers.Reply reply = servers.reply(target, stream.watch.budget(), false);
        line.later(
                reply.delayMs(),
                () -> {
                    if (isLive(stream)) {
                        stream.asked = false;
                        line.happen(
                                new HealthObserved(
                                        target, reply.outcome(), HealthObserved.Source.WATCH));
                    }
                });
    }
}
