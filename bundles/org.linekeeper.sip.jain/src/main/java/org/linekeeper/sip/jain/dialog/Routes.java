// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.dialog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.linekeeper.api.line.Target;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.message.Header;
import org.linekeeper.sip.jain.message.NameAddress;
import org.linekeeper.sip.jain.message.RequestForm;
import org.linekeeper.sip.jain.message.SipMessage;
import org.linekeeper.sip.jain.message.Uri;

/**
 * A dialog's route set (RFC 3261 section 12.1).
 *
 * @param entries the first is visited first
 */
record Routes(List<NameAddress> entries) {
    Routes {
        entries = List.copyOf(entries);
    }

    /** Of a dialog that we began. */
    static Routes ofAnswer(SipMessage response) {
        List<NameAddress> recorded = new ArrayList<>(response.addresses("Record-Route"));
        Collections.reverse(recorded);
        return new Routes(recorded);
    }

    /** Of a dialog that the other side began. */
    static Routes ofRequest(SipMessage request) {
        return new Routes(request.addresses("Record-Route"));
    }

    /** Each entry that names {@code dead} names {@code next} instead; all others stay. */
    Routes moved(Target dead, Target next) {
        return new Routes(
                entries.stream().map(e -> names(e.uri(), dead) ? renamed(e, next) : e).toList());
    }

    /** The same with {@code server} visited first, unless it is anyway. */
    Routes by(Target server) {
        if (!entries.isEmpty() && names(entries.get(0).uri(), server)) {
            return this;
        }
        List<NameAddress> along = new ArrayList<>(entries);
        String named = Line.uriOf(server) + ";lr";
        Uri.parse(named)
                .ifPresent(uri -> along.add(0, new NameAddress(uri, Map.of(), "<" + named + ">")));
        return new Routes(along);
    }

    /** The beginning of a request along these routes (RFC 3261 section 12.2.1.1). */
    RequestForm request(String method, String remoteTarget) {
        List<String> along = new ArrayList<>(entries.stream().map(NameAddress::text).toList());
        String uri = remoteTarget;
        boolean strict = !entries.isEmpty() && !entries.get(0).uri().parameters().containsKey("lr");
        if (strict) {
            uri = entries.get(0).uri().text();
            along.remove(0);
            along.add("<" + remoteTarget + ">");
        }
        RequestForm form = RequestForm.of(method, uri).with("Max-Forwards", "70");
        return form.with(along.stream().map(entry -> new Header("Route", entry)).toList());
    }

    private static boolean names(Uri uri, Target target) {
        boolean byName = uri.host().equalsIgnoreCase(target.host());
        boolean byAddress = uri.host().equalsIgnoreCase(target.address());
        // A name without a port stands for whatever port DNS gave (RFC 3263 section 4.2).
        boolean port = uri.portOrDefault() == target.port() || byName && uri.port() == 0;
        return (byName || byAddress) && port;
    }

    private static NameAddress renamed(NameAddress entry, Target next) {
        Map<String, String> parameters = entry.uri().parameters();
        String kept =
                parameters.entrySet().stream()
                        .filter(p -> !p.getKey().equals("transport") && !p.getKey().equals("maddr"))
                        .map(
                                p ->
                                        ";"
                                                + p.getKey()
                                                + (p.getValue().isEmpty()
                                                        ? ""
                                                        : "=" + p.getValue()))
                        .sorted()
                        .collect(Collectors.joining());
        String user = entry.uri().user();
        String base = Line.uriOf(next);
        String named =
                user.isEmpty()
                        ? base
                        : "sip:" + Uri.escapedUser(user) + "@" + base.substring("sip:".length());
        String text = "<" + named + kept + ">";
        Optional<Uri> uri = Uri.parse(named + kept);
        return uri.map(there -> new NameAddress(there, Map.of(), text)).orElse(entry);
    }
}
