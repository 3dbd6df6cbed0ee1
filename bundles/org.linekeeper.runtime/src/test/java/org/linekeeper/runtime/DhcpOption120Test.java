// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.GiveUp;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.lines.Refusal;

/** RFC 3361, octet by octet, and what becomes of a line (V7). */
class DhcpOption120Test {
    private static final LineConfig CONFIG =
            Examples.line(1)
                    .with(
                            draft ->
                                    draft.dhcpOption120(true)
                                            .servers(
                                                    List.of(
                                                            server("192.0.2.1", 5070, 600),
                                                            server("192.0.2.2", 5080, 900))));

    /** RFC 3361 section 3.1: option 120 of 27 octets. */
    @Test
    void V7_namesAreReadAsInTheExampleOfTheRfc() {
        String hex = "00" + "076578616d706c6503636f6d00" + "076578616d706c65036e657400";
        assertThat(hex).hasSize(2 * 27);
        assertThat(DhcpOption120.read(hex).servers()).containsExactly("example.com", "example.net");
        assertThat(DhcpOption120.read(hex.toUpperCase(Locale.ROOT)))
                .isEqualTo(DhcpOption120.read(hex));
    }

    /** RFC 3361 section 3.1: a client has to understand compressed names. */
    @Test
    void V7_aNameMayEndInThePlaceOfAnEarlierOne() {
        // sip.example.com, then backup and a pointer to example.com, then a pointer to all of it.
        String first = "03736970076578616d706c6503636f6d00";
        String option = "00" + first + "066261636b7570c004" + "c011";
        assertThat(DhcpOption120.read(option).servers())
                .containsExactly("sip.example.com", "backup.example.com", "backup.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01c0000201cb007109",
                "01C0000201CB007109",
                "01:c0:00:02:01:cb:00:71:09",
                "01:C0:00:02:01:CB:00:71:09",
                "1:c0:0:2:1:cb:0:71:9"
            })
    void V7_octetsAreReadAsHooksOfDhcpClientsWriteThem(String hex) {
        assertThat(DhcpOption120.read(hex))
                .isEqualTo(
                        new DhcpOption120(
                                "01c0000201cb007109", List.of("192.0.2.1", "203.0.113.9")));
    }

    /** RFC 3361 section 3.2. */
    @Test
    void V7_addressesAreReadInTheirOrder() {
        assertThat(DhcpOption120.read("01c0000201cb007109").servers())
                .containsExactly("192.0.2.1", "203.0.113.9");
        assertThat(DhcpOption120.read("017f000001").servers()).containsExactly("127.0.0.1");
    }

    @Test
    void anEmptyOptionIsNone() {
        assertThat(DhcpOption120.read("")).isEqualTo(DhcpOption120.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0g | character 2, U+0067, is no hexadecimal digit",
                "0x01 | character 2, U+0078, is no hexadecimal digit",
                "01c00002011 | digit 11 stands alone: an octet has two",
                "02c0000201 | octet 1 is 2, not 0 (names) or 1 (IPv4)",
                "ff | octet 1 is 255, not 0 (names) or 1 (IPv4)",
                "00 | octet 1 is followed by no server",
                "01 | octet 1 is followed by no server",
                "01c00002 | octet 1 is followed by 3 octets, which are no whole IPv4 addresses",
                "01c000020100000000 | octet 6 begins 0.0.0.0, which is no host's address",
                "01e0000001 | octet 2 begins 224.0.0.1, which is no host's address",
                "01ffffffff | octet 2 begins 255.255.255.255, which is no host's address",
                "0000 | octet 2 is 0, which begins an empty name",
                "00016100 00 | character 9, U+0020, is no hexadecimal digit",
                "0001610000 | octet 5 is 0, which begins an empty name",
                "000161 | octet 2 begins a name that has no end",
                "0001610003616263 | octet 5 begins a name that has no end",
                "00056162 | octet 2 is 5, but only 2 octets follow",
                "004061 | octet 2 is 64: a label has at most 63 octets",
                "0003616263c000 | octet 6 points to octet 2, which is not before its name",
                "00036162630003616263c00a | octet 11 points to octet 12, which is not before its name",
                "00016100c003 | octet 5 points to octet 5, which is not before its name",
                "000161000162c0 | octet 7 is 192, a pointer without its second octet",
                "00c000 | octet 2 points to octet 2, which is not before its name",
                "01:c0:00:02:1:: | octet 6 has 0 digits, not one or two",
                "01:c000:02:1 | octet 2 has 4 digits, not one or two",
                ": | octet 1 has 0 digits, not one or two",
                "01-c0 | character 3, U+002D, is no hexadecimal digit",
                "0003612e6200 | octet 4 is 46, which no host name has",
                "000361206200 | octet 4 is 32, which no host name has",
                "0003610d0a00 | octet 4 is 13, which no host name has",
                "0002c3a900 | octet 3 is 195, which no host name has"
            })
    void whatIsNoOptionIsRefusedWithPlaceAndValue(String hex, String why) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> DhcpOption120.read(hex));
        assertThat(refusal).hasMessage("DHCP option 120: " + why + ".");
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.BAD_VALUE);
        assertThat(refusal.parameter()).isEqualTo("hex");
    }

    @Test
    void anOptionHasALength() {
        String most = "01" + "c0000201".repeat(63);
        assertThat(DhcpOption120.read(most).servers()).hasSize(63);
        Refusal refusal =
                catchThrowableOfType(Refusal.class, () -> DhcpOption120.read(most + "c0000201"));
        assertThat(refusal).hasMessageContaining("257 octets are more than the 255");
        refusal = catchThrowableOfType(Refusal.class, () -> DhcpOption120.read("0".repeat(765)));
        assertThat(refusal).hasMessageContaining("765 characters are more than the 255 octets");
        String apart = "01" + ":c0:00:02:01".repeat(63);
        assertThat(DhcpOption120.read(apart)).isEqualTo(DhcpOption120.read(most));
    }

    @Property
    void anyOctetsAreServersOrRefused(@ForAll @Size(max = 300) byte[] octets) {
        readOrRefused(HexFormat.of().formatHex(octets));
    }

    /** Nearer to what is read: small lengths and encodings that exist. */
    @Property
    void octetsThatLookAlikeAreServersOrRefused(@ForAll("likely") byte[] octets) {
        readOrRefused(HexFormat.of().formatHex(octets));
    }

    @Property
    void anyTextIsServersOrRefused(@ForAll String text) {
        readOrRefused(text);
    }

    @Property
    void V7_whatIsEncodedIsRead(@ForAll("names") List<String> names) {
        String hex =
                "00" + names.stream().map(DhcpOption120Test::hex).collect(Collectors.joining());
        assertThat(DhcpOption120.read(hex).servers()).isEqualTo(names);
    }

    @Provide
    Arbitrary<byte[]> likely() {
        return Arbitraries.of(0, 1, 2, 3, 5, (int) 'a', (int) '-', 0xC0, 168)
                .map(Integer::byteValue)
                .array(byte[].class)
                .ofMaxSize(24);
    }

    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars('-')
                .ofMinLength(1)
                .ofMaxLength(20)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(labels -> String.join(".", labels))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    private static void readOrRefused(String hex) {
        try {
            DhcpOption120 option = DhcpOption120.read(hex);
            assertThat(option.servers()).hasSizeLessThan(128).allMatch(s -> s.length() < 256);
            assertThat(option.servers().isEmpty()).isEqualTo(hex.isEmpty());
            assertThat(option.servers()).allMatch(server -> server.matches("[0-9A-Za-z.-]+"));
        } catch (Refusal refusal) {
            assertThat(refusal).hasMessageMatching("DHCP option 120: [ -~]{10,120}\\.");
        }
    }

    private static String hex(String name) {
        StringBuilder hex = new StringBuilder();
        for (String label : name.split("\\.")) {
            hex.append(String.format("%02x", label.length()));
            hex.append(HexFormat.of().formatHex(label.getBytes(StandardCharsets.US_ASCII)));
        }
        return hex.append("00").toString();
    }

    @Test
    void V7_addressesAreReplacedAndNothingElse() {
        DhcpOption120 option = DhcpOption120.read("01c6336401c6336402");
        assertThat(option.appliedTo(CONFIG))
                .isEqualTo(
                        CONFIG.with(
                                draft ->
                                        draft.servers(
                                                List.of(
                                                        server("198.51.100.1", 5070, 600),
                                                        server("198.51.100.2", 5080, 900)))));
    }

    @Test
    void V7_theLineHasAsManyServersAsTheOptionButNoMoreThanTwo() {
        assertThat(servers("01c6336401", CONFIG)).containsExactly("198.51.100.1:5070/tcp");
        assertThat(servers("01c6336401c6336402c6336403", CONFIG))
                .containsExactly("198.51.100.1:5070/tcp", "198.51.100.2:5080/tcp");
        LineConfig single = CONFIG.with(d -> d.servers(CONFIG.servers().subList(0, 1)));
        assertThat(servers("01c6336401c6336402", single))
                .containsExactly("198.51.100.1:5070/tcp", "198.51.100.2:5070/tcp");
        LineConfig bare = CONFIG.with(draft -> draft.servers(List.of()));
        assertThat(servers("01c6336401", bare)).containsExactly("198.51.100.1:5060/udp");
    }

    @Test
    void V7_withoutTheFlagOrTheOptionTheLineIsAsConfigured() {
        LineConfig without = CONFIG.with(draft -> draft.dhcpOption120(false));
        assertThat(DhcpOption120.read("01c6336401").appliedTo(without)).isSameAs(without);
        assertThat(DhcpOption120.NONE.appliedTo(CONFIG)).isSameAs(CONFIG);
    }

    /** They have settings, and no address but the option's. */
    @Test
    void V7_serversWithoutAnAddressAreThereAsLongAsTheOptionIs() {
        LineConfig waits =
                CONFIG.with(
                        draft ->
                                draft.servers(
                                        List.of(server("", 5070, 600), server("", 5080, 900))));
        assertThat(servers("01c6336401c6336402", waits))
                .containsExactly("198.51.100.1:5070/tcp", "198.51.100.2:5080/tcp");
        assertThat(DhcpOption120.NONE.appliedTo(waits).servers()).isEmpty();
        LineConfig backup =
                waits.with(
                        draft ->
                                draft.servers(
                                        List.of(waits.servers().get(0), CONFIG.servers().get(1))));
        assertThat(servers("", backup)).containsExactly("192.0.2.2:5080/tcp");
        assertThat(servers("01c6336401", backup)).containsExactly("198.51.100.1:5070/tcp");
        LineConfig unwilling = waits.with(draft -> draft.dhcpOption120(false));
        assertThat(servers("01c6336401", unwilling)).isEmpty();
    }

    @Test
    void V7_aDomainThatIsThePrimarysAddressFollowsItAndAnyOtherStays() {
        DhcpOption120 option = DhcpOption120.read("01c6336401");
        LineConfig named = CONFIG.with(draft -> draft.domain("192.0.2.1"));
        assertThat(option.appliedTo(named).domain()).isEqualTo("198.51.100.1");
        assertThat(option.appliedTo(CONFIG).domain()).isEqualTo("pbx.example");
        LineConfig none = CONFIG.with(draft -> draft.domain(""));
        assertThat(option.appliedTo(none).domain()).isEmpty();
    }

    private static List<String> servers(String hex, LineConfig config) {
        return DhcpOption120.read(hex).appliedTo(config).servers().stream()
                .map(Server::toString)
                .toList();
    }

    private static Server server(String address, int port, int expiresSeconds) {
        return Server.at(address)
                .with(
                        draft ->
                                draft.port(port)
                                        .transport(Transport.TCP)
                                        .expiresSeconds(expiresSeconds)
                                        .giveUp(GiveUp.NONE));
    }
}
