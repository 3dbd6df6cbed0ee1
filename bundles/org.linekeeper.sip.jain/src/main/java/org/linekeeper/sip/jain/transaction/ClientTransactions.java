// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.transaction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Target;
import org.linekeeper.sip.jain.message.SipResponse;
import org.linekeeper.sip.jain.net.Scheduler;

/** The client transactions of a line; all on the scheduler's thread. */
public final class ClientTransactions {
    private final Scheduler scheduler;
    private final Outlet outlet;
    private final Consumer<String> counter;
    private final Map<String, ClientTransaction> open = new LinkedHashMap<>();

    /** Transactions that send by {@code outlet} and name what is worth a count. */
    public ClientTransactions(Scheduler scheduler, Outlet outlet, Consumer<String> counter) {
        this.counter = counter;
        this.scheduler = scheduler;
        this.outlet = outlet;
    }

    /** A transaction that has sent nothing yet. */
    public ClientTransaction prepare(Sending what, ClientTransaction.User user) {
        return new ClientTransaction(
                what,
                user,
                scheduler,
                outlet,
                () -> counter.accept("retransmitted"),
                gone -> open.remove(gone.what().key()));
    }

    /** Sends the request for the first time; its end may come before this returns. */
    public void start(ClientTransaction transaction) {
        open.put(transaction.what().key(), transaction);
        transaction.start();
    }

    /** Gives a response to its transaction; false if there is none (RFC 3261 section 17.1.3). */
    public boolean received(SipResponse response) {
        ClientTransaction transaction =
                open.get(key(response.topVia().branch(), response.cseq().method()));
        if (transaction == null) {
            return false;
        }
        transaction.received(response);
        return true;
    }

    /** Ends what is on its way to a target; whether an attempt has its outcome of it. */
    public boolean broken(Target target, Outcome.Unreachable how) {
        boolean any = false;
        for (ClientTransaction each : List.copyOf(open.values())) {
            any |= isMeant(each.what().target(), target, how) && each.broken(how);
        }
        return any;
    }

    /** Ends what is on its way on any connection: all of them are gone. */
    public void disconnected(Outcome.Unreachable how) {
        List.copyOf(open.values()).stream()
                .filter(each -> each.what().isReliable())
                .forEach(each -> each.broken(how));
    }

    /** How many are there, those that linger counted. */
    public int size() {
        return open.size();
    }

    /** Ends all without a word. */
    public void close() {
        new ArrayList<>(open.values()).forEach(ClientTransaction::drop);
        open.clear();
    }

    static String key(String branch, String method) {
        return method + " " + branch;
    }

    /** An address fails for all names that led to it; a certificate only for its own name. */
    private static boolean isMeant(Target mine, Target theirs, Outcome.Unreachable how) {
        return mine.address().equals(theirs.address())
                && mine.port() == theirs.port()
                && mine.transport() == theirs.transport()
                && (how.kind() != Outcome.Kind.TLS || mine.host().equals(theirs.host()));
    }
}
