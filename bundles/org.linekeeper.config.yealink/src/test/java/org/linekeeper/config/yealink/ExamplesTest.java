// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.StaticRecord;
import org.linekeeper.config.kit.json.ReadingJson;

/** The example files: our own, and those of the vendor's guide as they stand there. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "..", "examples", "yealink");

    @Test
    void checkPrintsTheContractsObject() {
        assertThat(ReadingJson.write("t46.cfg", "yealink", read("t46.cfg")))
                .isEqualTo(
                        """
                        {"file":"t46.cfg","vendor":"yealink","lines":[\
                        {"line":1,"enabled":true,"label":"Office","display_name":"Reception",\
                        "user":"100","auth_user":"100","domain":null,\
                        "local_port":{"min":0,"max":0},\
                        "servers":[\
                        {"address":"127.0.0.1","port":5060,"transport":"udp","expires":60,\
                        "transmissions":3,"invite_transmissions":3,\
                        "give_up_ms":{"register":null,"invite":null,"options":null},\
                        "register_before_request":false,"only_registered":false,\
                        "resubscribe":false,"failback":{"mode":"new_requests","after_s":null}},\
                        {"address":"127.0.0.1","port":5061,"transport":"udp","expires":60,\
                        "transmissions":3,"invite_transmissions":3,\
                        "give_up_ms":{"register":null,"invite":null,"options":null},\
                        "register_before_request":false,"only_registered":false,\
                        "resubscribe":false,"failback":{"mode":"new_requests","after_s":null}}],\
                        "outbound_proxies":[],\
                        "redundancy":{"registration":"successive","probe":"register",\
                        "probe_interval_s":10,"return_delay_s":0,"idle_only":false,\
                        "remove_old_binding":true},"heartbeat":null,\
                        "keepalive":{"kind":"crlf","interval_s":30},\
                        "timers_ms":{"t1":500,"t2":4000,"t4":5000},"retry_s":30,\
                        "refresh_percent":[80,90],"unavailable_codes":[503],\
                        "dns":{"cache":"on","static_first":false,"naptr_build":"udp",\
                        "srv_order":"weight_descending"},\
                        "session":{"expires_s":0,"min_se_s":90,"refresher":"uac"},\
                        "unregister_on_exit":false}],\
                        "static_dns":[],"warnings":[],"errors":[]}""");
    }

    @Test
    void Y17_theWholeExampleIsWarnedOfForItsLettersOnly() {
        Reading reading = read("whole-example.cfg");
        assertThat(reading.errors()).isEmpty();
        assertThat(reading.warnings())
                .hasSize(7)
                .allSatisfy(
                        warning -> {
                            assertThat(warning.key()).startsWith("account.1.outbound_proxy.Y.");
                            assertThat(warning.message())
                                    .isEqualTo(
                                            "has the letter Y where a number belongs and is left"
                                                    + " out");
                        })
                .extracting(Finding::value)
                .containsExactly("3", "-1", "-1", "-1", "-1", "-1", "-1");
        LineConfig line = reading.lines().get(0);
        assertThat(line.enabled()).isTrue();
        assertThat(line.password().reveal()).isEqualTo("4605");
        assertThat(line.addressOfRecord(0)).hasToString("sip:4605@yealink.pbx.com");
        Server server = line.servers().get(0);
        assertThat(server).hasToString("yealink.pbx.com:0/naptr");
        assertThat(server.onlyRegistered()).isTrue();
        assertThat(server.resubscribe()).isTrue();
        assertThat(server.failback().afterSeconds()).hasValue(3600);
    }

    /** Y10, Y16: what −1 stands for, and what of it acts at a proxy. */
    @Test
    void Y16_theWholeExamplesProxyInheritsFromItsServer() {
        Server proxy = read("whole-example.cfg").lines().get(0).outboundProxies().get(0);
        assertThat(proxy).hasToString("yealink.pbx.com:0/naptr");
        assertThat(proxy.transmissions()).hasValue(3);
        assertThat(proxy.inviteTransmissions()).hasValue(5);
        assertThat(proxy.failback().afterSeconds()).hasValue(3600);
        assertThat(proxy.resubscribe()).isTrue();
        assertThat(proxy.onlyRegistered()).as("needs register_on_enable 1").isFalse();
    }

    @Test
    void Y4_thePhoneOfAppendixAAsksForNaptr() {
        Reading reading = read("appendix-a.cfg");
        assertThat(reading.warnings()).isEmpty();
        LineConfig line = reading.lines().get(0);
        assertThat(line.enabled()).isTrue();
        assertThat(line.servers()).hasToString("[yealink.pbx.com:0/naptr]");
        assertThat(line.dns().srvOrder()).isEqualTo(DnsRules.SrvOrder.WEIGHT_DESCENDING);
    }

    @Test
    void Y5_theFirstStaticCacheHasAddresses() {
        assertStatics(
                "static-cache-1.cfg",
                5060,
                new StaticRecord.Address("yealink.pbx.com", 3600, "192.168.1.13"),
                new StaticRecord.Address("yealink.pbx.com", 3600, "192.168.1.14"));
    }

    @Test
    void Y5_theSecondStaticCacheHasServices() {
        String name = "_sip._tcp.yealink.pbx.com";
        assertStatics(
                "static-cache-2.cfg",
                0,
                new StaticRecord.Srv(name, 3600, 0, 1, 5060, "server1.yealink.pbx.com"),
                new StaticRecord.Srv(name, 3600, 0, 2, 5060, "server2.yealink.pbx.com"));
    }

    @Test
    void Y5_theThirdStaticCacheHasPointers() {
        String name = "yealink.pbx.com";
        assertStatics(
                "static-cache-3.cfg",
                0,
                new StaticRecord.Naptr(
                        name, 3600, 90, 50, "S", "SIP+D2T", "_sip._tcp.yealink.pbx.com"),
                new StaticRecord.Naptr(
                        name, 3600, 100, 50, "S", "SIP+D2U", "_sip._udp.yealink.pbx.com"));
    }

    private static void assertStatics(String name, int port, StaticRecord... records) {
        Reading reading = read(name);
        assertThat(reading.warnings()).isEmpty();
        assertThat(reading.staticDns()).containsExactly(records);
        LineConfig line = reading.lines().get(0);
        assertThat(line.enabled()).as("the example does not enable its account").isFalse();
        assertThat(line.servers()).hasToString("[yealink.pbx.com:" + port + "/naptr]");
        assertThat(line.dns().statics()).containsExactly(records);
        LineConfig enabled =
                Cfg.read(content(name) + "account.1.enable = 1\naccount.1.user_name = 4605\n")
                        .lines()
                        .get(0);
        assertThat(enabled.enabled()).isTrue();
        assertThat(enabled.dns().statics()).containsExactly(records);
    }

    private static Reading read(String name) {
        ConfigFile file = Cfg.file(content(name));
        assertThat(new YealinkAdapter().recognises(file)).isTrue();
        return new YealinkAdapter().read(List.of(file), Map.of());
    }

    private static String content(String name) {
        try {
            return Files.readString(EXAMPLES.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
