// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Two real Kamailios behind a name that a real NSD knows, and SIPps that answer and call. */
final class NsdAndKamailios extends Scene {
    static final String NAME = "pbx.example";

    /** Of all records of the zone. */
    static final int TTL_SECONDS = 60;

    private SippAnswerer answerer;
    private RealKamailio first;
    private RealKamailio second;
    private RealNsd nsd;
    private int callers;

    static void areInstalled() {
        RealNsd.installed();
        RealKamailio.installed();
        SippAnswerer.installed();
    }

    @Override
    void open() {
        try {
            answerer = closed(SippAnswerer.start(directory().resolve("answerer")));
            first = closed(RealKamailio.start(directory().resolve("first"), answerer.port()));
            second = closed(RealKamailio.start(directory().resolve("second"), answerer.port()));
            nsd = closed(RealNsd.start(directory().resolve("nsd"), NAME, records()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> records() {
        return List.of(
                "@ NAPTR 20 0 \"s\" \"SIP+D2T\" \"\" _sip._tcp",
                "@ NAPTR 10 0 \"s\" \"SIP+D2U\" \"\" _sip._udp",
                "_sip._udp SRV 2 0 " + second.port() + " two",
                "_sip._udp SRV 1 0 " + first.port() + " one",
                "_sip._tcp SRV 1 0 " + first.port() + " one",
                "one A 127.0.0.1",
                "two A 127.0.0.1");
    }

    SippAnswerer answerer() {
        return answerer;
    }

    RealKamailio first() {
        return first;
    }

    RealKamailio second() {
        return second;
    }

    /** Starts a phone that asks NSD. */
    PhoneProcess phone(YealinkFile file, String... options) throws IOException {
        Path config = file.write(directory().resolve("phone.cfg"));
        String[] all = new String[options.length + 2];
        all[0] = "--dns";
        all[1] = "127.0.0.1:" + nsd.port();
        System.arraycopy(options, 0, all, 2, options.length);
        return run(config, all);
    }

    /** Calls the phone through a node and talks a moment. */
    SippCaller caller(RealKamailio node) throws IOException {
        Path own = directory().resolve("caller" + callers++);
        return closed(SippCaller.call(own, "100", node.port(), Duration.ofMillis(100)));
    }

    /** What the phone sent of a method to a node since the mark. */
    List<TraceLine> sends(String method, RealKamailio node) throws Exception {
        return trace().stream().filter(line -> line.isSent(method, node.port())).toList();
    }

    /** The 200s of a node since the mark. */
    List<TraceLine> oks(RealKamailio node) throws Exception {
        return trace().stream().filter(line -> line.isAnswer(200, node.port())).toList();
    }
}
