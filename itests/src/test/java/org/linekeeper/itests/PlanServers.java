// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.linekeeper.lab.server.Exchange;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.PocketServerBuilder;
import org.linekeeper.lab.server.Step;

/** A registrar, three destinations of calls that it knows nothing of, and one phone with rules. */
final class PlanServers extends Scene {
    private PocketServer registrar;
    private PocketServer a;
    private PocketServer b;
    private PocketServer c;

    @Override
    void open() {
        registrar = start(PocketServer.named("registrar"));
        a = start(destination("a"));
        b = start(destination("b"));
        c = start(destination("c"));
    }

    private static PocketServerBuilder destination(String name) {
        return PocketServer.named(name);
    }

    PocketServer registrar() {
        return registrar;
    }

    PocketServer a() {
        return a;
    }

    PocketServer b() {
        return b;
    }

    PocketServer c() {
        return c;
    }

    /** Where a destination is, as a URI of that user. */
    static String at(String user, PocketServer server) {
        return "sip:" + user + "@127.0.0.1:" + server.port();
    }

    /** Rules that send every call to these places, as {@link #at} has them, in order. */
    String rule(String first, List<String> further, String... lines) {
        List<String> all = new ArrayList<>(List.of("[Deploy Patterns]", "To = " + first));
        all.add("$session = failover " + String.join(" ", further));
        return String.join("\n", Stream.concat(all.stream(), Stream.of(lines)).toList()) + "\n";
    }

    /** The three destinations over UDP. */
    String ruleOfAll(String... lines) {
        return rule(at("100", a), List.of(at("101", b), at("102", c)), lines);
    }

    Path rules() {
        return directory().resolve("plan.rules");
    }

    /** A phone in service at the registrar with these rules. */
    PhoneProcess phone(String rules, String... options) throws Exception {
        PhoneProcess phone = unregistered(rules, options);
        phone.awaitState("on_primary", SOON);
        mark();
        return phone;
    }

    /** The same, whatever the registrar makes of it. */
    PhoneProcess unregistered(String rules, String... options) throws IOException {
        Files.writeString(rules(), rules);
        FanvilFile file =
                FanvilFile.line(registrar.port(), registrar.port())
                        .set("Backup Addr", "")
                        .set("Session Timer T1", T1_MS)
                        .set("Session Timer T2", 8 * T1_MS)
                        .set("Session Timer T4", 10 * T1_MS);
        List<String> words = new ArrayList<>(List.of("--dialplan", rules().toString()));
        words.addAll(List.of(options));
        return run(file.write(directory().resolve("phone.cfg")), words.toArray(String[]::new));
    }

    /** Sends a caller to these Contacts. */
    static Step redirect(int code, String... contacts) {
        return exchange -> {
            var response = exchange.response(code);
            for (String contact : contacts) {
                response = response.plus("Contact", contact);
            }
            exchange.respond(response);
        };
    }

    /** Rings, and accepts the call so much later though it is cancelled meanwhile. */
    static Step ringsAndAcceptsLate(Duration delay) {
        return (Exchange exchange) -> {
            exchange.respond(180);
            exchange.ignoreCancel();
            exchange.after(delay, exchange::accept);
        };
    }
}
