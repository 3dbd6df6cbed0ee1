// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.config.Writing;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Secret;
import org.linekeeper.api.line.Server;
import org.linekeeper.config.kit.json.LineConfigs;

class WriterTest {
    private static final GenericWriter WRITER = new GenericWriter();

    /** An enabled line has a user and a server: without them a file is refused. */
    @Provide
    Arbitrary<LineConfig> lines() {
        return LineConfigs.any()
                .map(
                        line ->
                                line.with(
                                        draft ->
                                                draft.enabled(
                                                        line.enabled()
                                                                && !line.user().isEmpty()
                                                                && !line.servers().isEmpty())));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void whatIsWrittenIsReadAsTheSameLine(
            @ForAll("lines") LineConfig one, @ForAll("lines") LineConfig two) {
        List<LineConfig> lines = one.line() < two.line() ? List.of(one, two) : List.of(one);
        Writing writing = WRITER.write(lines, two.dns().statics(), true);
        Reading reading = Phone.read(writing.text());
        assertThat(reading.errors()).as(writing.text()).isEmpty();
        assertThat(reading.lines()).as(writing.text()).isEqualTo(lines);
        assertThat(reading.staticDns()).isEqualTo(two.dns().statics());
        assertThat(writing.withoutPassword()).isEmpty();
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void withoutSecretsOnlyThePasswordIsMissing(@ForAll("lines") LineConfig line) {
        LineConfig known = line.with(draft -> draft.password(Secret.of("hunter2")));
        Writing writing = WRITER.write(List.of(known), List.of(), false);
        assertThat(writing.text()).doesNotContain("hunter2");
        assertThat(writing.toString()).doesNotContain("[[line]]");
        assertThat(writing.withoutPassword()).containsExactly(line.line());
        assertThat(Phone.lines(writing.text()))
                .containsExactly(known.with(draft -> draft.password(Secret.NONE)));
    }

    @Test
    void whatIsAtItsDefaultIsNotSaid() {
        List<LineConfig> lines =
                Phone.lines(
                        Phone.LINE
                                + """
                                heartbeat = { interval_s = 20 }
                                [[line.outbound_proxies]]
                                address = "edge.example"
                                transmissions = "none"
                                give_up_ms = { register = 2000 }
                                failback = { mode = "duration", after_s = 60 }
                                """);
        assertThat(WRITER.write(lines, List.of(), true).text())
                .isEqualTo(
                        """
                        # Linekeeper's own format, see docs/generic.md.
                        # What is not said here is at the default that stands there.

                        [[line]]
                        line = 1
                        user = "100"
                        password = "s3cret"

                        [[line.servers]]
                        address = "one.example"

                        [[line.servers]]
                        address = "two.example"

                        [[line.outbound_proxies]]
                        address = "edge.example"
                        transmissions = "none"
                        give_up_ms = { register = 2000 }
                        failback = { mode = "duration", after_s = 60 }

                        [line.heartbeat]   # OPTIONS to the primary, whichever server is current
                        interval_s = 20
                        """);
    }

    @Test
    void aVendorsLineSaysEachValueThatIsOtherwiseHere() {
        Server server = Server.at("pbx.example").with(d -> d.transmissions(OptionalInt.of(4)));
        LineConfig line = LineConfig.line(2).with(d -> d.user("1").servers(List.of(server)));
        assertThat(WRITER.write(List.of(line), List.of(), true).text())
                .contains(
                        "port = 5060\n",
                        "transmissions = 4\n",
                        "give_up_ms = { options = \"none\" }\n",
                        "heartbeat = \"none\"\n",
                        "health_memory = false\n",
                        "failback = { mode = \"new_requests\" }\n");
    }
}
