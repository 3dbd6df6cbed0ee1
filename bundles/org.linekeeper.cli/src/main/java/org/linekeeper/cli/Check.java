// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.cli;

import java.io.PrintStream;
import java.util.List;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Server;
import org.linekeeper.config.kit.json.ReadingJson;

/** Says what config files hold, one after another, each for itself. */
final class Check {
    private static final int CLEAN = 0;
    private static final int WARNED = 1;
    private static final int REFUSED = 2;

    private final Files files;
    private final Settings settings;
    private final PrintStream out;
    private final PrintStream err;

    Check(Files files, Settings settings, PrintStream out, PrintStream err) {
        this.files = files;
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    /** Prints the report and gives the worst exit code of all files. */
    int run() {
        int worst = CLEAN;
        for (String file : settings.files()) {
            Files.Result result = files.read(List.of(file), settings.vendor(), settings.options());
            if (settings.json()) {
                out.println(ReadingJson.write(file, result.vendor().orElse(""), result.reading()));
            } else {
                tell(file, result);
            }
            worst = Math.max(worst, code(result));
        }
        out.flush();
        return worst;
    }

    private static int code(Files.Result result) {
        if (result.reading().isRefused()) {
            return REFUSED;
        }
        return result.reading().warnings().isEmpty() ? CLEAN : WARNED;
    }

    private void tell(String file, Files.Result result) {
        if (result.reading().isRefused()) {
            result.reading().errors().forEach(error -> err.println("linekeeper: " + error));
            return;
        }
        out.println(
                file
                        + ": "
                        + result.vendor().orElseThrow()
                        + ", "
                        + result.reading().lines().size()
                        + " line(s), "
                        + result.reading().warnings().size()
                        + " warning(s)"
                        + statics(result.reading().staticDns().size()));
        result.reading().lines().forEach(this::tell);
        for (Finding warning : result.reading().warnings()) {
            out.println("  warning: " + warning);
        }
    }

    private static String statics(int records) {
        return records == 0 ? "" : ", " + records + " static DNS record(s)";
    }

    private void tell(LineConfig line) {
        boolean own = !line.domain().isEmpty() || line.servers().isEmpty();
        String domain = own ? line.domain() : named(line.servers().get(0).address());
        out.println(
                "  line "
                        + line.line()
                        + ": "
                        + line.user()
                        + "@"
                        + domain
                        + (line.enabled() ? "" : ", disabled"));
        int place = 1;
        for (Server server : line.servers()) {
            out.println(
                    "    server "
                            + place++
                            + ": "
                            + named(server.toString())
                            + ", expires "
                            + server.expiresSeconds()
                            + " s, given up after "
                            + patience(server));
        }
        place = 1;
        for (Server proxy : line.outboundProxies()) {
            out.println(
                    "    proxy " + place++ + ": " + proxy + ", given up after " + patience(proxy));
        }
    }

    /** A server without an address is one that DHCP names. */
    private static String named(String server) {
        return server.isEmpty() || server.startsWith(":") ? "(from DHCP)" + server : server;
    }

    /** How long a REGISTER may stay without an answer. */
    private static String patience(Server server) {
        if (server.giveUp().registerMs().isPresent()) {
            return server.giveUp().registerMs().getAsLong() + " ms";
        }
        return server.transmissions().isPresent()
                ? server.transmissions().getAsInt() + " sends"
                : "64 x T1";
    }
}
