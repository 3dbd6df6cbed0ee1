// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.linekeeper.lab.sip.SipUri;

/**
 * A location store, of one server or shared by several. A user is known by the user part alone, for
 * without a domain of its own a line's address-of-record names the server. For any thread; at its
 * bound a new binding is refused.
 */
public final class Bindings {

    private static final int MAX_BINDINGS = 10_000;

    private final List<Binding> all = new ArrayList<>();

    /** All live bindings of a user, the one refreshed last comes last. */
    public synchronized List<Binding> of(String user, long nowMs) {
        all.removeIf(b -> b.expiresAtMs() <= nowMs);
        return all.stream().filter(b -> b.user().equals(user)).toList();
    }

    /** The binding whose contact this is, whatever its user. */
    public synchronized Optional<Binding> at(SipUri contact) {
        return all.stream().filter(b -> b.sameContact(contact)).findFirst();
    }

    /** All live bindings. */
    public synchronized List<Binding> all(long nowMs) {
        all.removeIf(b -> b.expiresAtMs() <= nowMs);
        return all.stream().sorted(Comparator.comparing(Binding::user)).toList();
    }

    /** Adds or refreshes; false when the store is full. */
    synchronized boolean put(Binding binding) {
        remove(binding.user(), binding.contact());
        return all.size() < MAX_BINDINGS && all.add(binding);
    }

    synchronized void remove(String user, SipUri contact) {
        all.removeIf(b -> b.user().equals(user) && b.sameContact(contact));
    }

    synchronized void removeAll(String user) {
        all.removeIf(b -> b.user().equals(user));
    }
}
