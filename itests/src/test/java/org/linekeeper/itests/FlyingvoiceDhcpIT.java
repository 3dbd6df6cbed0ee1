// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.until;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.dns.PocketDns;
import org.linekeeper.lab.server.PocketServer;

/**
 * V7: DHCP option 120 as a DHCP client's hook tells it, in both encodings. The option's servers are
 * the primary, and a second one at another address; the configured one is elsewhere on the
 * primary's port.
 */
@Category(Full.class)
public class FlyingvoiceDhcpIT extends FlyingvoiceWire {
    private static final String CONFIGURED = PbxNames.loopback(9);
    private static final String SECOND = PbxNames.loopback(11);

    private PocketServer configured;
    private PocketServer second;
    private PocketDns dns;

    @Before
    public void start() throws Exception {
        InetAddress elsewhere = InetAddress.getByName(CONFIGURED);
        configured =
                servers.start(
                        PocketServer.named("configured").address(elsewhere).port(primary().port()));
        second = servers.start(PocketServer.named("second").address(InetAddress.getByName(SECOND)));
        dns = servers.closed(PocketDns.start());
        dns.a("sip.one.example", 300, "127.0.0.1");
        dns.a("backup.two.example", 300, SECOND);
    }

    private FlyingvoiceFile elsewhere() {
        return file().set("outbound_server", CONFIGURED)
                .set("backup_outbound_server", PbxNames.loopback(10))
                .set("backup_outbound_port", second.port())
                .set("dhcp_option_120", 1);
    }

    /** With ports and all, but for the addresses. */
    private FlyingvoiceFile nowhere() {
        return elsewhere().set("outbound_server", "").set("backup_outbound_server", "");
    }

    private PhoneProcess started(FlyingvoiceFile file) throws Exception {
        return phone(file, "--time-scale", "20", "--dns", "127.0.0.1:" + dns.port());
    }

    private PhoneProcess onConfigured(FlyingvoiceFile file) throws Exception {
        PhoneProcess phone = started(file);
        phone.awaitState("on_primary", SOON);
        assertThat(configured.bindings("100")).hasSize(1);
        servers.mark();
        return phone;
    }

    /** Encoding 1: the primary, then the second, in octets apart by something. */
    private static String addresses(String between, String octet) {
        return "01"
                + Stream.of(("127.0.0.1." + SECOND).split("\\."))
                        .map(word -> between + String.format(octet, Integer.parseInt(word)))
                        .collect(Collectors.joining());
    }

    private static String addresses() {
        return addresses("", "%02x");
    }

    /** Encoding 0. */
    private static String names(String... names) {
        return "00"
                + Stream.of(names).map(FlyingvoiceDhcpIT::encoded).collect(Collectors.joining());
    }

    private static String encoded(String name) {
        return Stream.of(name.split("\\."))
                .map(
                        label ->
                                String.format("%02x", label.length())
                                        + HexFormat.of()
                                                .formatHex(
                                                        label.getBytes(StandardCharsets.US_ASCII)))
                .collect(Collectors.joining("", "", "00"));
    }

    private Command.Ended hook(PhoneProcess phone, String hex) throws Exception {
        return Command.run(
                servers.directory(), "ctl", "--http", phone.place(), "dhcp-option-120", hex);
    }

    private static String address(PhoneProcess phone) throws Exception {
        return phone.line().getAsJsonObject("target").get("address").getAsString();
    }

    /** The first is the primary, the second the backup, each on its configured port. */
    private void assertTwoServers(PhoneProcess phone) throws Exception {
        phone.awaitLine("on_primary", primary().port(), SOON);
        until("registered there", () -> !primary().bindings("100").isEmpty());
        assertThat(address(phone)).isEqualTo("127.0.0.1");
        primary().closeSockets();
        phone.awaitLine("on_backup", second.port(), SOON);
        assertThat(address(phone)).isEqualTo(SECOND);
        assertThat(second.bindings("100")).isNotEmpty();
        primary().up();
        phone.awaitLine("on_primary", primary().port(), SOON);
    }

    @Test
    public void V7_addressesReplaceTheServersOfTheFile() throws Exception {
        PhoneProcess phone = onConfigured(elsewhere());
        assertThat(phone.dhcpOption120(addresses()).statusCode()).isEqualTo(204);
        until("the configured server is left", () -> configured.bindings("100").isEmpty());
        assertTwoServers(phone);
        assertThat(primary().received("REGISTER").get(0).message().uri())
                .isEqualTo("sip:127.0.0.1");
        configured.clearRecords();
        beats(2);
        assertThat(configured.received()).isEmpty();
    }

    @Test
    public void V7_namesReplaceTheServersOfTheFile() throws Exception {
        PhoneProcess phone = onConfigured(elsewhere());
        String hex = names("sip.one.example", "backup.two.example");
        Command.Ended hook = hook(phone, hex);
        assertThat(hook.code()).as(hook.err()).isZero();
        until("the configured server is left", () -> configured.bindings("100").isEmpty());
        assertTwoServers(phone);
        assertThat(primary().received("REGISTER").get(0).message().uri())
                .isEqualTo("sip:sip.one.example");
    }

    @Test
    public void V7_aLineWithoutAServerWaitsForTheOption() throws Exception {
        PhoneProcess phone = started(nowhere());
        JsonObject line = phone.awaitState("disabled", SOON);
        assertThat(line.get("enabled").getAsBoolean()).isTrue();
        assertThat(phone.log()).doesNotContain("WARN");
        // As dhclient writes it.
        assertThat(hook(phone, addresses(":", "%x")).code()).isZero();
        assertTwoServers(phone);
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);
        // The lease is over.
        assertThat(hook(phone, "").code()).isZero();
        phone.awaitState("disabled", SOON);
        until("the binding's removal", () -> primary().bindings("100").isEmpty());
    }

    @Test
    public void V7_aRenewalChangesNothingAndNoOptionBringsTheConfiguredServersBack()
            throws Exception {
        PhoneProcess phone = onConfigured(elsewhere());
        phone.dhcpOption120(addresses());
        until("registered there", () -> !primary().bindings("100").isEmpty());
        phone.awaitLine("on_primary", primary().port(), SOON);
        servers.mark();
        assertThat(phone.dhcpOption120(addresses(":", "%02X")).statusCode()).isEqualTo(204);
        beats(3);
        assertThat(servers.sends("REGISTER", primary())).isEmpty();
        assertThat(phone.dhcpOption120("").statusCode()).isEqualTo(204);
        until("registered there", () -> !configured.bindings("100").isEmpty());
        assertThat(primary().bindings("100")).isEmpty();
    }

    @Test
    public void V7_theOptionIsKeptOverARestart() throws Exception {
        PhoneProcess phone = started(nowhere());
        phone.dhcpOption120(addresses());
        phone.awaitLine("on_primary", primary().port(), SOON);
        phone.stop();
        started(nowhere()).awaitLine("on_primary", primary().port(), SOON);
    }

    @Test
    public void V7_aLineThatDoesNotAllowItKeepsItsServers() throws Exception {
        PhoneProcess phone = onConfigured(elsewhere().set("dhcp_option_120", 0));
        assertThat(phone.dhcpOption120(addresses()).statusCode()).isEqualTo(204);
        until("heartbeats", () -> configured.received("OPTIONS").size() > 2);
        assertThat(primary().received()).isEmpty();
        assertThat(configured.bindings("100")).hasSize(1);
    }

    @Test
    public void V7_whatIsNoOptionIsRefusedAndChangesNothing() throws Exception {
        PhoneProcess phone = onConfigured(elsewhere());
        List<String> bad =
                List.of(
                        "02" + "7f000001",
                        "00",
                        "01",
                        "0000",
                        "01" + "7f0000",
                        "01" + "00000000",
                        "01" + "e0000001",
                        "0005" + "6162",
                        "000161",
                        "00" + "c000",
                        "0001610001" + "62c004",
                        "00" + "0161c0",
                        "0041" + "61".repeat(65) + "00",
                        "0003612e6200",
                        "017f00000",
                        "01:7f::0:1",
                        "zz",
                        "01" + "7f000001".repeat(64));
        for (String hex : bad) {
            HttpResponse<String> answer = phone.dhcpOption120(hex);
            assertThat(answer.statusCode()).as(hex).isEqualTo(422);
            JsonObject problem = JsonParser.parseString(answer.body()).getAsJsonObject();
            assertThat(problem.get("at").getAsString()).isEqualTo("$.hex");
            assertThat(problem.get("detail").getAsString())
                    .matches("DHCP option 120: [ -~]{10,120}[^.]\\.");
        }
        Command.Ended hook = hook(phone, "02");
        assertThat(hook.code()).isNotZero();
        assertThat(hook.err().lines()).hasSize(1);
        assertThat(hook.err()).contains("octet 1 is 2, not 0 (names) or 1 (IPv4)");
        assertThat(servers.sends("REGISTER", configured)).isEmpty();
        assertThat(primary().received()).isEmpty();
        assertThat(address(phone)).isEqualTo(CONFIGURED);
    }
}
