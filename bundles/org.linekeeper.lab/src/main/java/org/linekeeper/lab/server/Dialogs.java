// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.lab.sip.SipMessage;

/**
 * The dialogs that a server knows; shared, a backup knows the calls of the primary. For any thread;
 * at its bound the oldest goes.
 */
public final class Dialogs {

    private static final int MAX_DIALOGS = 10_000;

    private final Deque<Dialog> all = new ArrayDeque<>();
    private final Map<String, Long> highestCSeq = new HashMap<>();
    private final Map<Dialog, Long> ownCSeq = new HashMap<>();

    /** Those of one kind set up at the named server. */
    public synchronized List<Dialog> live(String server, Dialog.Kind... kinds) {
        List<Dialog.Kind> wanted = List.of(kinds);
        return all.stream()
                .filter(d -> d.server().equals(server) && wanted.contains(d.kind()))
                .toList();
    }

    /** The dialog that a request or response belongs to by Call-ID and both tags. */
    public synchronized Optional<Dialog> of(SipMessage message) {
        String from = message.from().tag().orElse("");
        String to = message.to().tag().orElse("");
        return all.stream().filter(d -> d.matches(message.callId(), from, to)).findFirst();
    }

    public synchronized boolean contains(Dialog dialog) {
        return all.contains(dialog);
    }

    synchronized void add(Dialog dialog) {
        if (all.contains(dialog)) {
            return;
        }
        if (all.size() == MAX_DIALOGS) {
            remove(all.getFirst());
        }
        all.add(dialog);
    }

    /** Adds it unless its tags are known, as when a 2xx is repeated. */
    synchronized void addUnlessKnown(Dialog dialog) {
        boolean known =
                all.stream()
                        .anyMatch(
                                d ->
                                        d.matches(
                                                dialog.callId(),
                                                dialog.callerTag(),
                                                dialog.calleeTag()));
        if (!known) {
            add(dialog);
        }
    }

    /** The next number for a request of the servers themselves; their first INVITE has 1. */
    synchronized long nextCSeq(Dialog dialog) {
        return ownCSeq.merge(dialog, 2L, (last, two) -> last + 1);
    }

    synchronized void remove(Dialog dialog) {
        all.remove(dialog);
        ownCSeq.remove(dialog);
        for (Iterator<String> keys = highestCSeq.keySet().iterator(); keys.hasNext(); ) {
            if (keys.next().startsWith(dialog.callId() + " ")) {
                keys.remove();
            }
        }
        notifyAll();
    }

    /** Whether a request's CSeq is not below an earlier one of its side (section 12.2.2). */
    synchronized boolean inOrder(SipMessage request) {
        String side = request.callId() + " " + request.from().tag().orElse("");
        long number = request.cseq().number();
        if (number < highestCSeq.getOrDefault(side, 0L)) {
            return false;
        }
        highestCSeq.put(side, number);
        return true;
    }

    /** Waits until the dialog is over; false when time is up first. */
    synchronized boolean awaitEnd(Dialog dialog, long limitMs) {
        long deadline = System.nanoTime() + limitMs * 1_000_000;
        while (all.contains(dialog)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
