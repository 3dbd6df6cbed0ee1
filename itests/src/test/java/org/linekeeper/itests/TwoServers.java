// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.io.IOException;
import org.linekeeper.lab.server.Bindings;
import org.linekeeper.lab.server.Dialogs;
import org.linekeeper.lab.server.PocketServer;

/**
 * A primary and a backup that share accounts, registrations and dialogs, and one phone. A server
 * that stays silent is given up 750 ms after the first of four sends, the last one after 3.2 s.
 */
final class TwoServers extends Scene {
    static final long VERDICT_MS = 15 * T1_MS;
    static final long WHOLE_MS = 64 * T1_MS;

    /** Sends of a REGISTER in the whole 64 × T1, with T2 = 8 × T1. */
    static final int WHOLE_SENDS = 11;

    private PocketServer primary;
    private PocketServer backup;

    @Override
    void open() {
        Bindings bindings = new Bindings();
        Dialogs dialogs = new Dialogs();
        primary = start(PocketServer.named("primary").bindings(bindings).dialogs(dialogs));
        backup = start(PocketServer.named("backup").bindings(bindings).dialogs(dialogs));
    }

    PocketServer primary() {
        return primary;
    }

    PocketServer backup() {
        return backup;
    }

    /** A file of the phone for these two servers. */
    FanvilFile file() throws IOException {
        return file(T1_MS);
    }

    /** The same with the usual T1: what is decided soon was not decided by silence. */
    FanvilFile unhurried() throws IOException {
        return file(500);
    }

    /** The same with a T1 of one's own; T2 and T4 are as far from it as they usually are. */
    FanvilFile file(int t1Ms) throws IOException {
        return FanvilFile.line(primary.port(), backup.port())
                .set("Register TTL", 600)
                .set("Backup TTL", 600)
                .set("Session Timer T1", t1Ms)
                .set("Session Timer T2", 8 * t1Ms)
                .set("Session Timer T4", 10 * t1Ms);
    }

    /** Starts the phone, whatever the servers make of it. */
    PhoneProcess phone(FanvilFile file, String... options) throws IOException {
        return run(file.write(directory().resolve("phone.cfg")), options);
    }

    /** Starts the phone and waits until it is registered with the primary. */
    PhoneProcess phoneOnPrimary(FanvilFile file, String... options) throws Exception {
        PhoneProcess phone = phone(file, options);
        phone.awaitState("on_primary", SOON);
        mark();
        return phone;
    }

    /** The same with the primary's sockets closed, so that it registers with the backup. */
    PhoneProcess phoneOnBackup(FanvilFile file, String... options) throws Exception {
        primary.closeSockets();
        PhoneProcess phone = phone(file, options);
        phone.awaitLine("on_backup", backup.port(), SOON);
        mark();
        return phone;
    }
}
