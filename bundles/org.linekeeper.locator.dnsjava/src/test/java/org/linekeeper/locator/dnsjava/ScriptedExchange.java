// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** DNS servers that answer by script; one without a script is silent and costs the whole wait. */
final class ScriptedExchange implements Exchange {
    static final InetSocketAddress FIRST = server("192.0.2.53");
    static final InetSocketAddress SECOND = server("192.0.2.54");

    /** What was asked: server, name, type. */
    final List<String> asked = new ArrayList<>();

    private final Map<String, Zone.Behaviour> scripts = new HashMap<>();
    private final VirtualClock clock;
    private Optional<Zone.Behaviour> otherwise = Optional.empty();

    ScriptedExchange(VirtualClock clock) {
        this.clock = clock;
    }

    private static InetSocketAddress server(String address) {
        return new InetSocketAddress(Zone.ip(address), 53);
    }

    ScriptedExchange on(InetSocketAddress server, String question, Zone.Behaviour behaviour) {
        scripts.put(key(server, question), behaviour);
        return this;
    }

    /** In DNS case does not count. */
    private static String key(InetSocketAddress server, String question) {
        return Texts.shown(server) + " " + question.toLowerCase(Locale.ROOT);
    }

    /** The same, of the first server. */
    ScriptedExchange on(String question, Zone.Behaviour behaviour) {
        return on(FIRST, question, behaviour);
    }

    /** From now on each server refuses whatever it is asked. */
    void refuseAll() {
        scripts.clear();
        otherwise(Zone.says(Rcode.REFUSED));
    }

    /** What each server does with all that has no script. */
    ScriptedExchange otherwise(Zone.Behaviour behaviour) {
        otherwise = Optional.of(behaviour);
        return this;
    }

    @Override
    public Message ask(InetSocketAddress server, Message query, long timeoutMs) throws IOException {
        String question =
                query.getQuestion().getName().toString(true)
                        + " "
                        + Type.string(query.getQuestion().getType());
        asked.add(Texts.shown(server) + " " + question);
        Zone.Behaviour script = scripts.getOrDefault(key(server, question), otherwise.orElse(null));
        if (script == null) {
            clock.advanceMs(timeoutMs);
            throw new IOException("no answer");
        }
        return script.answer(query);
    }

    @Override
    public void close() {}
}
