// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.subscription;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.policy.Request;
import org.linekeeper.sip.jain.exchange.Attempt;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.exchange.Settled;
import org.linekeeper.sip.jain.message.ResponseForm;
import org.linekeeper.sip.jain.message.SipRequest;
import org.linekeeper.sip.jain.transaction.ServerTransaction;

/** The subscriptions of a line by their ids, a bounded number. */
public final class Subscriptions {
    /** More than a phone has keys with lamps. */
    static final int MAX = 50;

    private final Line line;
    private final Map<String, Subscription> known = new LinkedHashMap<>();

    public Subscriptions(Line line) {
        this.line = line;
    }

    /** A SUBSCRIBE to be sent. */
    public Attempt subscribe(long id, Request.Subscribe what, Hop hop, Budget budget) {
        Optional<String> to =
                what.to().isEmpty()
                        ? Optional.of(line.identity(hop))
                        : line.addressed(what.to(), hop);
        Optional<Subscription> subscription = Optional.ofNullable(known.get(what.subscription()));
        if (to.isEmpty()) {
            return new Settled(line, id, hop, Settled.refusal(416, "Not a SIP address"));
        }
        if (!EventPackage.isOne(what.event())) {
            return new Settled(line, id, hop, Settled.refusal(489, "Not an event package"));
        }
        if (subscription.isEmpty() && !hasRoom()) {
            line.count("refused_subscription");
            String most = "More than " + MAX + " subscriptions";
            return new Settled(line, id, hop, Settled.refusal(403, most));
        }
        return new SubscribeAttempt(
                line, id, hop, budget, subscription.orElseGet(() -> add(what)), what, to.get());
    }

    /** At the bound, what stands nowhere is forgotten. */
    private boolean hasRoom() {
        if (known.size() == MAX) {
            known.values().removeIf(Subscription::isNowhere);
        }
        return known.size() < MAX;
    }

    private Subscription add(Request.Subscribe what) {
        Subscription added = new Subscription(line, what.subscription());
        known.put(what.subscription(), added);
        return added;
    }

    /** A NOTIFY from outside. */
    public void notified(ServerTransaction transaction) {
        SipRequest notify = transaction.request();
        for (Subscription each : known.values()) {
            Optional<Usage> usage = each.of(notify);
            if (usage.isPresent()) {
                each.notified(usage.get(), transaction);
                return;
            }
        }
        line.count("refused_notify");
        transaction.respond(ResponseForm.of(481));
    }

    /** Nothing more is wanted of a subscription. */
    public void forget(String id) {
        known.remove(id);
    }

    /** Forgets all, without a word on the wire. */
    public void close() {
        known.clear();
    }
}
