// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit.json;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.GiveUp;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Transport;

/** JSON tree to server or proxy. */
final class ServerReader {
    static final int MAX_SENDS = 100;

    private static final long MAX_GIVE_UP_MS = 3_600_000;

    private ServerReader() {}

    /** It may lack an address: whether that will do is its line's to say. */
    static Server server(Fields json, Server onto) throws BadLine {
        String address = json.host("address", onto.address());
        int port = json.number("port", 0, 65535, onto.port());
        int fallbackPort = json.number("fallback_port", 0, 65535, onto.fallbackPort());
        Transport transport = json.word("transport", Transport.class, onto.transport());
        int expires = json.number("expires", 1, LineReader.MAX_SECONDS, onto.expiresSeconds());
        OptionalInt sends = json.number("transmissions", 1, MAX_SENDS, onto.transmissions());
        OptionalInt inviteSends =
                json.number("invite_transmissions", 1, MAX_SENDS, onto.inviteTransmissions());
        GiveUp giveUp = giveUp(json, onto.giveUp());
        boolean first = json.flag("register_before_request", onto.registerBeforeRequest());
        boolean onlyRegistered = json.flag("only_registered", onto.onlyRegistered());
        boolean resubscribe = json.flag("resubscribe", onto.resubscribe());
        Failback failback = failback(json, onto.failback());
        json.noOthers();
        return onto.with(
                draft ->
                        draft.address(address)
                                .port(port)
                                .fallbackPort(fallbackPort)
                                .transport(transport)
                                .expiresSeconds(expires)
                                .transmissions(sends)
                                .inviteTransmissions(inviteSends)
                                .giveUp(giveUp)
                                .registerBeforeRequest(first)
                                .onlyRegistered(onlyRegistered)
                                .resubscribe(resubscribe)
                                .failback(failback));
    }

    private static GiveUp giveUp(Fields server, GiveUp onto) throws BadLine {
        Optional<Fields> found = server.inner("give_up_ms");
        if (found.isEmpty()) {
            return onto;
        }
        Fields json = found.get();
        GiveUp read =
                new GiveUp(
                        json.number("register", 1, MAX_GIVE_UP_MS, onto.registerMs()),
                        json.number("invite", 1, MAX_GIVE_UP_MS, onto.inviteMs()),
                        json.number("options", 1, MAX_GIVE_UP_MS, onto.optionsMs()));
        json.noOthers();
        return read;
    }

    /** A duration belongs to the mode {@code duration} and to no other. */
    private static Failback failback(Fields server, Failback onto) throws BadLine {
        Optional<Fields> found = server.inner("failback");
        if (found.isEmpty()) {
            return onto;
        }
        Fields json = found.get();
        Failback.Mode mode = json.word("mode", Failback.Mode.class, onto.mode());
        boolean timed = mode == Failback.Mode.DURATION;
        OptionalLong kept = timed ? onto.afterSeconds() : OptionalLong.empty();
        OptionalLong after = json.number("after_s", 0, LineReader.MAX_SECONDS, kept);
        json.noOthers();
        if (timed != after.isPresent()) {
            String rule = timed ? "is missing with mode duration." : "needs mode duration.";
            throw new BadLine(json.at("after_s"), rule);
        }
        return new Failback(mode, after);
    }
}
