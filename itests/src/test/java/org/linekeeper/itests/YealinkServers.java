// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.io.IOException;
import org.linekeeper.lab.dns.PocketDns;
import org.linekeeper.lab.server.Bindings;
import org.linekeeper.lab.server.Dialogs;
import org.linekeeper.lab.server.PocketServer;

/**
 * Names with SRV records over UDP, and who stands behind them: {@code one.example} is a, then b,
 * which share registrations and dialogs; {@code two.example} is c; {@code three.example} is d. A
 * server that stays silent is given up 350 ms after the first of three sends, the last target of
 * the last server after 3.2 s.
 */
final class YealinkServers extends Scene {
    static final String ONE = "one.example";
    static final String TWO = "two.example";
    static final String THREE = "three.example";
    static final int TTL_SECONDS = 300;
    static final long VERDICT_MS = 7 * T1_MS;
    static final long WHOLE_MS = 64 * T1_MS;

    private PocketDns dns;
    private PocketServer a;
    private PocketServer b;
    private PocketServer c;
    private PocketServer d;

    @Override
    void open() {
        Bindings bindings = new Bindings();
        Dialogs dialogs = new Dialogs();
        a = start(PocketServer.named("a").bindings(bindings).dialogs(dialogs));
        b = start(PocketServer.named("b").bindings(bindings).dialogs(dialogs));
        c = start(PocketServer.named("c").dialogs(dialogs));
        d = start(PocketServer.named("d").dialogs(dialogs));
        dns = closed(PocketDns.start());
        srv(ONE, 1, a);
        srv(ONE, 2, b);
        srv(TWO, 1, c);
        srv(THREE, 1, d);
    }

    /** Adds a target to a name. */
    void srv(String name, int priority, PocketServer server) {
        String host = server.name() + "." + name;
        dns.srv("_sip._udp." + name, TTL_SECONDS, priority, 0, server.port(), host);
        dns.a(host, TTL_SECONDS, "127.0.0.1");
    }

    PocketDns dns() {
        return dns;
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

    PocketServer d() {
        return d;
    }

    /** Starts the phone, whatever the servers make of it. */
    PhoneProcess phone(YealinkFile file, String... options) throws IOException {
        String[] all = new String[options.length + 2];
        all[0] = "--dns";
        all[1] = "127.0.0.1:" + dns.port();
        System.arraycopy(options, 0, all, 2, options.length);
        return run(file.write(directory().resolve("phone.cfg")), all);
    }

    /**
     * Starts the phone and waits until it is registered with its first target. A process that has
     * just begun on a busy machine may see the first answer too late for this T1: once more then.
     */
    PhoneProcess phoneOnPrimary(YealinkFile file, String... options) throws Exception {
        PhoneProcess phone = phone(file, options);
        until("the line is in service", () -> state(phone).startsWith("on_"));
        if (state(phone).equals("on_backup")) {
            phone.register();
        }
        phone.awaitState("on_primary", SOON);
        mark();
        return phone;
    }

    private static String state(PhoneProcess phone) throws Exception {
        return phone.line().get("state").getAsString();
    }

    /** The same with a's sockets closed, so that it registers with b. */
    PhoneProcess phoneOnB(YealinkFile file, String... options) throws Exception {
        a.closeSockets();
        PhoneProcess phone = phone(file, options);
        phone.awaitLine("on_backup", b.port(), SOON);
        mark();
        return phone;
    }
}
