// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.policy.Request;
import org.linekeeper.api.sip.MediaSessions;
import org.linekeeper.sip.jain.exchange.Attempt;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.exchange.Places;
import org.linekeeper.sip.jain.exchange.Settled;
import org.linekeeper.sip.jain.message.ResponseForm;
import org.linekeeper.sip.jain.message.SipMessage;
import org.linekeeper.sip.jain.transaction.ServerTransaction;

/** The calls of a line by their ids. */
public final class Calls {
    private final Line line;
    private final MediaSessions sessions;
    private final Map<String, Call> calls = new LinkedHashMap<>();
    private final Peers peers = new Peers();

    public Calls(Line line, MediaSessions sessions) {
        this.line = line;
        this.sessions = sessions;
    }

    /** An INVITE to be sent, in a new dialog. */
    public Attempt invite(long id, Request.Invite what, Hop hop, Budget budget) {
        Optional<String> to = line.addressed(what.uri(), hop);
        if (to.isEmpty()) {
            return new Settled(line, id, hop, Settled.refusal(416, "Not a SIP address"));
        }
        Optional<InetAddress> local = line.places().local(hop.target()).flatMap(Calls::address);
        if (local.isEmpty()) {
            String detail = "no local address for " + hop.target();
            Outcome none = new Outcome.Unreachable(Outcome.Kind.NO_ROUTE, detail);
            return new Settled(line, id, hop, none);
        }
        Call call = calls.computeIfAbsent(what.call(), name -> new Call(line, name));
        Media media = Media.open(sessions, call.id(), local.get());
        call.media(media);
        return media.offer()
                .<Attempt>map(
                        offer -> new InviteAttempt(line, id, hop, budget, call, to.get(), offer))
                .orElseGet(
                        () ->
                                new Settled(
                                        line, id, hop, Settled.refusal(488, "No media to offer")));
    }

    /** A BYE to be sent. */
    public Attempt bye(long id, Request.Bye what, Hop hop, Budget budget) {
        Call call = Optional.ofNullable(calls.get(what.call())).orElse(new Call(line, what.call()));
        return new ByeAttempt(line, id, hop, budget, call);
    }

    /** The user answers a call that rings here. */
    public void answer(String id) {
        Optional<Call> call = Optional.ofNullable(calls.get(id));
        call.ifPresent(there -> Answering.answer(line, there));
    }

    /** The user's part in a call is over. */
    public void end(String id, int code) {
        Call call = calls.get(id);
        if (call != null) {
            int refusal = code >= 400 && code <= 699 ? code : 486;
            call.ringing().ifPresent(ringing -> ringing.refuse(ResponseForm.of(refusal)));
            call.end();
        }
    }

    /** Nothing more is wanted of a call. */
    public void forget(String id) {
        Optional.ofNullable(calls.remove(id)).ifPresent(Call::end);
    }

    /** The hops that the line knows. */
    public void know(Collection<Hop> hops) {
        peers.know(hops);
    }

    /** Ends the media of all calls, without a word on the wire. */
    public void close() {
        new ArrayList<>(calls.values()).forEach(Call::end);
        calls.clear();
    }

    Peers peers() {
        return peers;
    }

    MediaSessions sessions() {
        return sessions;
    }

    void add(Call call) {
        calls.put(call.id(), call);
    }

    /** The call whose dialog a request belongs to. */
    Optional<Call> of(SipMessage request) {
        return calls.values().stream()
                .filter(call -> call.dialog().filter(d -> d.isOf(request)).isPresent())
                .findFirst();
    }

    /** The call that rings because of an INVITE. */
    Optional<Call> ringing(ServerTransaction invite) {
        return calls.values().stream()
                .filter(call -> call.ringing().filter(r -> r.transaction() == invite).isPresent())
                .findFirst();
    }

    /** How many are not over. */
    long living() {
        return calls.values().stream().filter(call -> !call.isOver()).count();
    }

    private static Optional<InetAddress> address(Places.Place place) {
        try {
            return Optional.of(InetAddress.getByName(place.host())); // a literal: no look-up
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
