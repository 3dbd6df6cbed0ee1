// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** The servers that DHCP names take the place of the configured ones (V7), in virtual time. */
class ConfiguredLinesTest {
    private static final LineConfig BY_DHCP =
            Examples.line(1).with(draft -> draft.dhcpOption120(true));

    private static final DhcpOption120 OPTION = DhcpOption120.read("01c6336401c6336402");
    private static final DhcpOption120 OTHER = DhcpOption120.read("01cb007101");

    @TempDir Path home;

    private final World world = World.ofKit();
    private ConfiguredLines lines;

    @BeforeEach
    void open() {
        lines = new ConfiguredLines(world.set, home);
        lines.open(List.of(BY_DHCP, Examples.line(2)));
        world.wire(1).endLast(Examples.OK);
        world.wire(2).endLast(Examples.OK);
    }

    @Test
    void V7_theLineLeavesItsServersAndRegistersAtTheNewPrimary() {
        FakeLine old = world.wire(1);
        lines.take(OPTION);
        assertThat(old.last().what()).isEqualTo(new Request.Register("r2", 0));
        old.endLast(Outcome.Response.of(200));
        world.clock.advanceMs(20);
        assertThat(old.isClosed()).isTrue();
        assertThat(world.wire(1).last().hop().target()).isEqualTo(Examples.target("198.51.100.1"));
        world.wire(1).endLast(Examples.OK);
        assertThat(world.line(1).state().status()).isEqualTo(Status.ON_PRIMARY);
    }

    @Test
    void V7_theSecondOfTheOptionIsTheBackup() {
        take(OPTION);
        world.wire(1).endLast(Examples.SILENCE);
        assertThat(world.wire(1).last().hop().target()).isEqualTo(Examples.target("198.51.100.2"));
        world.wire(1).endLast(Examples.OK);
        assertThat(world.line(1).state().status()).isEqualTo(Status.ON_BACKUP);
    }

    @Test
    void V7_aLineWithoutAServerWaitsForTheOption() {
        Server nameless = Server.at("").with(draft -> draft.port(5070));
        lines.configure(
                Examples.line(3)
                        .with(draft -> draft.dhcpOption120(true).servers(List.of(nameless))));
        assertThat(world.line(3).state().status()).isEqualTo(Status.DISABLED);
        take(OPTION);
        assertThat(world.line(3).config().servers())
                .hasToString("[198.51.100.1:5070/udp, 198.51.100.2:5070/udp]");
        world.wire(3).endLast(Examples.OK);
        assertThat(world.line(3).state().status()).isEqualTo(Status.ON_PRIMARY);
        take(DhcpOption120.NONE);
        assertThat(world.line(3).state().status()).isEqualTo(Status.DISABLED);
    }

    @Test
    void V7_aLineThatDoesNotAllowItStaysWhereItIs() {
        FakeLine wire = world.wire(2);
        int sent = wire.sent().size();
        take(OPTION);
        assertThat(world.wire(2)).isSameAs(wire);
        assertThat(wire.sent()).hasSize(sent);
    }

    @Test
    void V7_withTheOptionGoneTheConfiguredServersAreBack() {
        take(OPTION);
        assertThat(addresses(1)).containsExactly("198.51.100.1", "198.51.100.2");
        take(DhcpOption120.NONE);
        assertThat(addresses(1)).containsExactly("192.0.2.1", "192.0.2.2");
        assertThat(home.resolve("dhcp-option-120")).doesNotExist();
    }

    @Test
    void anotherOptionReplacesTheFirst() {
        take(OPTION);
        take(OTHER);
        assertThat(addresses(1)).containsExactly("203.0.113.1");
    }

    /** A DHCP client's hook runs at each renewal. */
    @Test
    void theSameOptionAgainChangesNothing() throws IOException {
        take(OPTION);
        FakeLine wire = world.wire(1);
        int sent = wire.sent().size();
        FileTime past = FileTime.fromMillis(1_000);
        Files.setLastModifiedTime(home.resolve("dhcp-option-120"), past);
        take(DhcpOption120.read(OPTION.hex()));
        assertThat(world.wire(1)).isSameAs(wire);
        assertThat(wire.sent()).hasSize(sent);
        assertThat(Files.getLastModifiedTime(home.resolve("dhcp-option-120"))).isEqualTo(past);
    }

    @Test
    void aCallInProgressIsWaitedForAsWithAnyChangeOfServers() {
        world.line(1).post(new LineEvent.DialAsked("c1", CallPlan.to("200")));
        world.wire(1).endLast(Outcome.Response.of(200));
        FakeLine old = world.wire(1);
        take(OPTION);
        world.clock.advanceMs(60_000);
        assertThat(world.wire(1)).isSameAs(old);
        world.line(1).post(new LineEvent.HangUpAsked("c1"));
        old.endLast(Outcome.Response.of(200));
        world.clock.advanceMs(2_500);
        assertThat(addresses(1)).containsExactly("198.51.100.1", "198.51.100.2");
    }

    @Test
    void aLineThatComesOrChangesLaterTakesItsServersFromTheOptionToo() {
        take(OPTION);
        lines.configure(Examples.line(3).with(draft -> draft.dhcpOption120(true)));
        assertThat(addresses(3)).containsExactly("198.51.100.1", "198.51.100.2");
        lines.configure(BY_DHCP.with(draft -> draft.retrySeconds(7)));
        assertThat(world.line(1).config().retrySeconds()).isEqualTo(7);
        assertThat(addresses(1)).containsExactly("198.51.100.1", "198.51.100.2");
        lines.configure(Examples.line(1));
        world.clock.advanceMs(2_000);
        assertThat(addresses(1)).containsExactly("192.0.2.1", "192.0.2.2");
    }

    @Test
    void aRemovedLineDoesNotComeBackWithTheOption() {
        lines.remove(1);
        take(OPTION);
        assertThat(world.set.find(1)).isEmpty();
    }

    @Test
    void V7_theOptionIsKeptOverARestart() {
        take(OPTION);
        World after = World.ofKit();
        new ConfiguredLines(after.set, home).open(List.of(BY_DHCP));
        assertThat(after.wire(1).sent().get(0).hop().target())
                .isEqualTo(Examples.target("198.51.100.1"));
        assertThat(after.signalling.opened()).hasSize(1);
    }

    @Test
    void anOptionThatWasKeptBadlyIsNone() throws IOException {
        Files.writeString(home.resolve("dhcp-option-120"), "00000000\n01c6336401");
        assertThat(firstServerAfterARestart()).isEqualTo("192.0.2.1");
        new AtomicFile(home.resolve("dhcp-option-120")).write("02");
        assertThat(firstServerAfterARestart()).isEqualTo("192.0.2.1");
    }

    @Test
    void aDiskInTroubleDoesNotKeepTheLineFromItsServers() throws IOException {
        Files.createDirectories(home.resolve("dhcp-option-120/full"));
        take(OPTION);
        assertThat(addresses(1)).containsExactly("198.51.100.1", "198.51.100.2");
        take(DhcpOption120.NONE);
        assertThat(addresses(1)).containsExactly("192.0.2.1", "192.0.2.2");
    }

    private String firstServerAfterARestart() {
        World after = World.ofKit();
        new ConfiguredLines(after.set, home).open(List.of(BY_DHCP));
        return after.line(1).config().servers().get(0).address();
    }

    /** Takes it and lets silent servers pass. */
    private void take(DhcpOption120 option) {
        lines.take(option);
        world.clock.advanceMs(2_000);
    }

    private List<String> addresses(int line) {
        return world.line(line).config().servers().stream().map(Server::address).toList();
    }
}
