// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.launcher;

/** What the commands are. */
final class Usage {
    private static final String OF_THE_JAR =
            """
            usage:
              java -jar linekeeper.jar run CONFIG... [options]
                                    keep the lines of these config files in service
              java -jar linekeeper.jar check CONFIG... [--json]
                                    say what these config files hold, and what is odd
              java -jar linekeeper.jar convert CONFIG --to VENDOR [--with-secrets]
                                    say the same in another vendor's form, and what is lost
              java -jar linekeeper.jar collect [options]
                                    keep what phones tell a broker in a database
              java -jar linekeeper.jar dashboard [options]
                                    the same, and show it on a page
              java -jar linekeeper.jar demo [--once] [options]
                                    a fleet on this machine, whose server one can unplug
            """;

    private static final String OF_THE_SCRIPT =
            """
            usage:
              linekeeper run CONFIG... [options]      keep the lines of these config files in service
              linekeeper check CONFIG... [--json]     say what these config files hold, and what is odd
              linekeeper convert CONFIG --to VENDOR   say the same in another vendor's form, and what is lost
              linekeeper lab [--servers N] [--port P] SIP servers to try things with
              linekeeper ctl [--http ADDR:PORT] ...   a running phone from the shell
              linekeeper collect [options]            keep what phones tell a broker in a database
              linekeeper dashboard [options]          the same, and show it on a page
              linekeeper demo [--once] [options]      a fleet on this machine, whose server one can unplug
            """;

    private static final String OPTIONS =
            """

            options of run:
              --home DIR            where state is kept (default: ~/.linekeeper)
              --http ADDR:PORT      the local HTTP API (default: 127.0.0.1:8089)
              --dns ADDR[:PORT]     ask this DNS server, may be given again; --dns none: no DNS
              --bind ADDR[:PORT]    local address and port of SIP
              --policy JAR          a policy bundle that decides instead of the built-in one
              --dialplan FILE       rules that say where calls go; a change is taken up at once
              --mqtt URL            tell a broker what the lines do: mqtt://HOST[:PORT] or mqtts://...
              --mqtt-ca PEM, --mqtt-cert PEM, --mqtt-key PEM
                                    what the broker is checked against; who this phone is there
              --mqtt-user NAME, --mqtt-password-file FILE
                                    the same with a password, the file's first line
              --tenant NAME         whose phone this is, in MQTT's topics (default: default)
              --device-id ID        which phone this is there (default: made once and kept)
              --site NAME           where it stands, for the fleet's page
              --tls-ca PEM          the certificates that TLS servers are checked against
              --log LEVEL           error, warn, info, debug or trace (default: info)
              --time-scale K        for tests: intervals and expiries pass K times as fast

            options of convert:
              --to VENDOR           whose form to write, on standard output
              --with-secrets        passwords too

            options of run, check and convert:
              --vendor NAME         whose form the files have, instead of looking at them
              --model NAME          the phone's model
              --set KEY=VALUE       an option of the vendor's adapter, such as fanvil.generation=v2

            options of collect and dashboard:
              --mqtt URL            where phones tell (default: mqtt://127.0.0.1:1883); --mqtt-ca,
                                    --mqtt-cert, --mqtt-key, --mqtt-user, --mqtt-password-file as for run
              --mqtt-listen ADDR:PORT
                                    be the broker, instead of listening at one
              --db JDBC-URL         jdbc:h2: or jdbc:postgresql: (default: H2 in the home); the password
                                    comes by the environment, LINEKEEPER_DB_PASSWORD
              --tenant NAME         the phones of this tenant only
              --home DIR            where state is kept (default: ~/.linekeeper/fleet)
              --log LEVEL           as for run

            options of dashboard:
              --http ADDR:PORT      where the page is (default: 127.0.0.1:8090); outside loopback one
                                    gets in by the link that it prints, good once in 15 minutes
              --sign-in             on loopback, too: behind a proxy, or on a host with many users

            options of demo:
              --once                no page: one outage, each transition as a line of JSON, and an end
              --http ADDR:PORT      the page (default: 127.0.0.1:8090)
              --home DIR            keep what phones and broker have written (default: it goes at the end)
              --log LEVEL           as for run (default: error)

            exit: 0 stopped or clean, 1 warnings (check), something lost (convert) or a phone without
            service (demo --once), 2 refused
            """;

    private Usage() {}

    /**
     * The usage.
     *
     * @param byScript whether {@code ./linekeeper} asks, which has commands that this jar has not
     */
    static String text(boolean byScript) {
        return (byScript ? OF_THE_SCRIPT : OF_THE_JAR) + OPTIONS;
    }
}
