// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import org.linekeeper.api.policy.Command;
import org.linekeeper.api.sip.LineSignalling;

/** Does what was decided for a line. Timers are not among it: they are part of the state. */
final class CommandRunner {
    private final Watches.Watcher line;
    private final LineSignalling signalling;
    private final LineLookups lookups;
    private final Watches watches;
    private final TimeScale scale;

    CommandRunner(
            Watches.Watcher line,
            LineSignalling signalling,
            LineLookups lookups,
            Watches watches,
            TimeScale scale) {
        this.line = line;
        this.signalling = signalling;
        this.lookups = lookups;
        this.watches = watches;
        this.scale = scale;
    }

    void run(Command command) {
        if (command instanceof Command.Send send) {
            signalling.send(
                    send.attempt(), send.what(), send.hop(), scale.forSignalling(send.budget()));
        } else if (command instanceof Command.Cancel cancel) {
            signalling.cancel(cancel.attempt());
        } else if (command instanceof Command.Locate locate) {
            lookups.start(locate.server());
        } else if (command instanceof Command.LocateDestination locate) {
            lookups.start(locate.destination());
        } else if (command instanceof Command.Watch watch) {
            watches.watch(line, watch);
        } else if (command instanceof Command.Unwatch unwatch) {
            watches.unwatch(line, unwatch.target());
        } else if (command instanceof Command.AnswerCall answer) {
            signalling.answer(answer.call());
        } else if (command instanceof Command.EndCall end) {
            signalling.end(end.call(), end.code());
        }
    }
}
