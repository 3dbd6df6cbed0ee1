// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.GiveUp;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Secret;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.StaticRecord;
import org.linekeeper.api.line.Transport;
import org.linekeeper.config.kit.json.LineJson.Detail;

class LineJsonTest {
    private static final LineConfig LINE =
            LineConfig.line(2)
                    .with(
                            draft ->
                                    draft.user("100")
                                            .password(Secret.of("s3cret"))
                                            .unavailableCodes(Set.of(503, 500))
                                            .heartbeat(java.util.Optional.of(new Heartbeat(20, 3)))
                                            .servers(List.of(server()))
                                            .outboundProxies(List.of(Server.at("edge")))
                                            .surgeSpreadSeconds(7)
                                            .dns(
                                                    DnsRules.STANDARD.withStatics(
                                                            List.of(
                                                                    new StaticRecord.Address(
                                                                            "pbx.example",
                                                                            300,
                                                                            "192.0.2.1")))));

    @Provide
    Arbitrary<LineConfig> configs() {
        return LineConfigs.any();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatIsWrittenInFullReadsEqual(@ForAll("configs") LineConfig config) throws BadLine {
        String json = LineJson.write(config, Detail.FULL);
        assertThat(LineJson.read(json)).isEqualTo(config);
        assertThat(LineJson.read(json, LineConfig.line(config.line()))).isEqualTo(config);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void readingTheWrittenOntoItselfChangesNothing(@ForAll("configs") LineConfig config)
            throws BadLine {
        assertThat(LineJson.read(LineJson.write(config, Detail.PUBLIC), config)).isEqualTo(config);
        assertThat(LineJson.read("{}", config)).isEqualTo(config);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void noTextDoesMoreThanBeRefused(@ForAll String text, @ForAll("configs") LineConfig config) {
        String json = LineJson.write(config, Detail.FULL);
        int cut = Math.floorMod(text.hashCode(), json.length());
        for (String tried : List.of(text, json.substring(0, cut) + text + json.substring(cut))) {
            try {
                LineJson.read(tried, config);
            } catch (BadLine refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void fieldsAndOrderAreThoseOfTheContract() {
        assertThat(LineJson.write(LINE, Detail.PUBLIC))
                .isEqualTo(
                        """
                        {"line":2,"enabled":true,"label":null,"display_name":null,"user":"100",\
                        "auth_user":null,"domain":null,"local_port":{"min":0,"max":0},\
                        "servers":[{"address":"pbx.example","port":5061,"transport":"tls",\
                        "expires":60,"transmissions":4,"invite_transmissions":null,\
                        "give_up_ms":{"register":8000,"invite":null,"options":null},\
                        "register_before_request":true,"only_registered":false,\
                        "resubscribe":false,"failback":{"mode":"duration","after_s":90}}],\
                        "outbound_proxies":[{"address":"edge","port":5060,"transport":"udp",\
                        "transmissions":null,"invite_transmissions":null,\
                        "give_up_ms":{"register":null,"invite":null,"options":null},\
                        "register_before_request":false,"only_registered":false,\
                        "resubscribe":false,"failback":{"mode":"new_requests","after_s":null}}],\
                        "redundancy":{"registration":"successive","probe":"register",\
                        "probe_interval_s":1800,"return_delay_s":0,"idle_only":false,\
                        "remove_old_binding":true},\
                        "heartbeat":{"interval_s":20,"max_failures":3},\
                        "keepalive":{"kind":"crlf","interval_s":25},\
                        "timers_ms":{"t1":500,"t2":4000,"t4":5000},"retry_s":30,\
                        "refresh_percent":[80,90],"unavailable_codes":[500,503],\
                        "dns":{"cache":"on","static_first":false,"naptr_build":"all",\
                        "srv_order":"rfc2782"},\
                        "session":{"expires_s":0,"min_se_s":90,"refresher":"uac"},\
                        "unregister_on_exit":true}""");
    }

    @Test
    void onlyTheFullDetailHoldsWhatCheckDoesNotPrint() {
        assertThat(LineJson.write(LINE, Detail.FULL))
                .contains("\"interval_s\":25,\"sends\":null")
                .endsWith(
                        ",\"password\":\"s3cret\",\"surge_spread_s\":7,"
                                + "\"profile\":{\"probe_whole_time\":false,"
                                + "\"last_whole_time\":true,\"trusted_peers_only\":false,"
                                + "\"call_limit\":2,\"stays_at_target\":false,"
                                + "\"try_healthy_first\":false},"
                                + "\"dhcp_option_120\":false,\"rport\":true,"
                                + "\"proxy_in_dialog\":false,\"initial_auth\":false,"
                                + "\"subscribe_registration_s\":0,"
                                + "\"steadiness\":{\"health_memory\":false,\"successes\":1,"
                                + "\"hold_down_s\":0,\"most_hold_down_s\":0,\"confirm_s\":0},"
                                + "\"emergency_numbers\":[]}")
                .contains(
                        "\"after_s\":90},\"fallback_port\":5099}",
                        "\"statics\":[{\"type\":\"A\",\"name\":\"pbx.example\",\"ttl\":300,"
                                + "\"address\":\"192.0.2.1\"}]");
        assertThat(LineJson.write(LINE, Detail.PUBLIC))
                .doesNotContain("s3cret", "password", "statics", "fallback_port", "surge")
                .doesNotContain("dhcp", "rport", "initial_auth", "subscribe_");
    }

    @Test
    void aServerHasAnAddressUnlessDhcpMayGiveIt() throws BadLine {
        LineConfig waits =
                LINE.with(draft -> draft.dhcpOption120(true).servers(List.of(Server.at(""))));
        assertThat(LineJson.read(LineJson.write(waits, Detail.FULL))).isEqualTo(waits);
        String refused = LineJson.write(waits, Detail.PUBLIC);
        assertThatThrownBy(() -> LineJson.read(refused))
                .hasMessage("servers[0].address is missing.");
    }

    @Test
    void anAbsentFieldStaysAndNullTakesTheValueAway() throws BadLine {
        LineConfig read =
                LineJson.read(
                        """
                        {"servers":[{"port":5070,"transmissions":null}],"heartbeat":null,
                         "password":null,"timers_ms":{"t1":5000}}""",
                        LINE);
        Server server = read.servers().get(0);
        assertThat(server.address()).isEqualTo("pbx.example");
        assertThat(server.port()).isEqualTo(5070);
        assertThat(server.transport()).isEqualTo(Transport.TLS);
        assertThat(server.transmissions()).isEmpty();
        assertThat(read.heartbeat()).isEmpty();
        assertThat(read.password().isEmpty()).isTrue();
        assertThat(read.timers().t2Ms()).isEqualTo(5000);
        assertThat(read.user()).isEqualTo("100");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"colour\":1}|colour|is no field of a line.",
                "{\"dns\":{\"colour\":1}}|dns.colour|is no field of a line.",
                "{\"line\":3}|line|is 3, but this is line 2.",
                "{\"enabled\":\"yes\"}|enabled|is not true or false.",
                "{\"enabled\":null}|enabled|is not true or false.",
                "{\"user\":100}|user|is not a text.",
                "{\"user\":\"a\\r\\nb\"}|user|has a control character in it.",
                "{\"domain\":\"a b\"}|domain|is not a host name or an IP address: a b",
                "{\"servers\":{}}|servers|is not an array.",
                "{\"servers\":[1]}|servers[0]|is not an object.",
                "{\"servers\":[{},{}]}|servers[1].address|is missing.",
                "{\"dhcp_option_120\":true,\"outbound_proxies\":[{\"address\":\"\"}]}"
                        + "|outbound_proxies[0].address|is missing.",
                "{\"servers\":[{\"port\":70000}]}|servers[0].port"
                        + "|is not a whole number in 0..65535: 70000",
                "{\"servers\":[{\"port\":1e9}]}|servers[0].port"
                        + "|is not a whole number in 0..65535: 1e9",
                "{\"servers\":[{\"port\":1.5}]}|servers[0].port"
                        + "|is not a whole number in 0..65535: 1.5",
                "{\"servers\":[{\"port\":\"5060\"}]}|servers[0].port|is not a number.",
                "{\"servers\":[{\"transport\":\"UDP\"}]}|servers[0].transport"
                        + "|is not udp, tcp, tls or naptr.",
                "{\"servers\":[{\"failback\":{\"mode\":\"dns_ttl\",\"after_s\":1}}]}"
                        + "|servers[0].failback.after_s|needs mode duration.",
                "{\"outbound_proxies\":[{\"failback\":{\"mode\":\"duration\"}}]}"
                        + "|outbound_proxies[0].failback.after_s|is missing with mode duration.",
                "{\"refresh_percent\":[90,80]}|refresh_percent[1]"
                        + "|is not a whole number in 90..99: 80",
                "{\"refresh_percent\":[90]}|refresh_percent|is not two numbers.",
                "{\"timers_ms\":{\"t1\":500,\"t2\":100}}|timers_ms.t2"
                        + "|is not a whole number in 500..600000: 100",
                "{\"dns\":{\"statics\":[{\"type\":\"MX\",\"name\":\"a\"}]}}"
                        + "|dns.statics[0].type|is not A, SRV or NAPTR.",
                "{\"dns\":{\"statics\":[{\"type\":\"A\",\"ttl\":1,\"address\":\"::\"}]}}"
                        + "|dns.statics[0].name|is missing.",
                "{\"dns\":{\"statics\":[{\"type\":\"A\",\"name\":\"a\",\"ttl\":-1}]}}"
                        + "|dns.statics[0].ttl|is not a whole number in 0..2147483647: -1",
                "{\"dns\":{\"statics\":[{\"type\":\"SRV\",\"name\":\"a\"}]}}"
                        + "|dns.statics[0].priority|is missing.",
                "{\"dns\":{\"statics\":[{\"type\":\"A\",\"name\":\"a\",\"address\":\"::\","
                        + "\"weight\":1}]}}|dns.statics[0].weight|is no field of a line.",
                "{\"surge_spread_s\":-1}|surge_spread_s"
                        + "|is not a whole number in 0..2147483647: -1",
                "{\"unavailable_codes\":[200]}|unavailable_codes[0]"
                        + "|is not a whole number in 300..699: 200",
                "{\"local_port\":{\"min\":9,\"max\":8}}|local_port.max"
                        + "|is not a whole number in 9..65535: 8",
            })
    void whatIsWrongIsNamedByItsPath(String json, String path, String sentence) {
        assertThatThrownBy(() -> LineJson.read(json, LINE))
                .isInstanceOfSatisfying(
                        BadLine.class,
                        refused -> {
                            assertThat(refused.path()).isEqualTo(path);
                            assertThat(refused.sentence()).isEqualTo(sentence);
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{}{}",
                "{'user':'1'}",
                "{\"user\":NaN}",
                "{\"a\":1,}",
                "//"
            })
    void whatIsNoJsonObjectIsRefused(String json) {
        assertThatThrownBy(() -> LineJson.read(json, LINE))
                .isInstanceOf(BadLine.class)
                .hasMessageStartingWith("The document ");
    }

    @Test
    void sizeAndDepthAreBounded() {
        String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
        assertThatThrownBy(() -> LineJson.read(deep, LINE)).hasMessageContaining("too deeply");
        String large = "{\"label\":\"" + "x".repeat(LineJson.MAX_CHARS) + "\"}";
        assertThatThrownBy(() -> LineJson.read(large, LINE)).hasMessageContaining("longer than");
        String servers = "{\"servers\":[" + "{\"address\":\"a\"},".repeat(64) + "{}]}";
        assertThatThrownBy(() -> LineJson.read(servers, LINE))
                .hasMessage("servers has more than 64 elements.");
        String statics = "{\"dns\":{\"statics\":[" + "{},".repeat(36) + "{}]}}";
        assertThatThrownBy(() -> LineJson.read(statics, LINE))
                .hasMessage("dns.statics has more than 36 elements.");
    }

    @Test
    void aRefusalNeverQuotesAPassword() {
        for (String json :
                List.of(
                        "{\"password\":\"hunter2\\u0007\"}",
                        "{\"password\":[\"hunter2\"]}",
                        "{\"password\":\"hunter2\"")) {
            assertThatThrownBy(() -> LineJson.read(json, LINE))
                    .hasMessageNotContaining("hunter2")
                    .hasNoCause();
        }
    }

    private static Server server() {
        return Server.at("pbx.example")
                .with(
                        draft ->
                                draft.port(5061)
                                        .transport(Transport.TLS)
                                        .expiresSeconds(60)
                                        .transmissions(OptionalInt.of(4))
                                        .giveUp(
                                                new GiveUp(
                                                        OptionalLong.of(8000),
                                                        OptionalLong.empty(),
                                                        OptionalLong.empty()))
                                        .registerBeforeRequest(true)
                                        .fallbackPort(5099)
                                        .failback(
                                                new Failback(
                                                        Failback.Mode.DURATION,
                                                        OptionalLong.of(90))));
    }
}
