// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Server;
import org.linekeeper.config.kit.json.LineJson;

/** What a line has that says little: the defaults, and what holds for the whole phone. */
class DefaultsTest {
    @ParameterizedTest
    @EnumSource(Layout.class)
    void settingsOfThePhoneHoldForTheLinesThatSayNothing(Layout form) {
        Map<String, String> second = Layout.account();
        second.put("Signal Port", "5070");
        second.put("Reg Fail Interval", "5");
        Map<Integer, Map<String, String>> lines = Map.of(1, Layout.account(), 2, second);
        Reading reading =
                Layout.read(
                        form.write(Map.of("SIP  Port", "5090", "Reg Fail Interval", "60"), lines));
        assertThat(reading.warnings()).isEmpty();
        assertThat(reading.lines()).extracting(LineConfig::retrySeconds).containsExactly(60, 5);
        assertThat(reading.lines())
                .extracting(line -> line.localPort().min())
                .containsExactly(5090, 5070);
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void aWrongSettingOfThePhoneIsWarnedOfOnce(Layout form) {
        String text =
                form.write(
                        Map.of("Reg Fail Interval", "0", "Enable Group Backup", "1"),
                        Map.of(1, Layout.account(), 2, Layout.account()));
        assertThat(Layout.read(text).warnings())
                .extracting(Finding::key, Finding::used)
                .containsExactlyInAnyOrder(
                        tuple(form.key("Reg Fail Interval", false), "32"),
                        tuple(form.key("Enable Group Backup", false), "0"));
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void optionsAsKeepaliveHaveTheirTryTimes(Layout form) {
        Map<String, String> line = Layout.account();
        line.put("NAT UDPUpdate", "2");
        line.put("UDPUpdate TTL", "45");
        line.put("UDPUpdate Try Times", "5");
        assertThat(Layout.read(form.write(line)).lines())
                .extracting(LineConfig::keepalive)
                .hasToString("[Keepalive[kind=OPTIONS, intervalSeconds=45, sends=OptionalInt[5]]]");
    }

    @Test
    void aLineWithoutSettingsHasTheDefaultsOfTheTable() {
        Reading reading =
                Layout.read(
                        Layout.TEXT.write(
                                Map.of("Phone Number", "100", "Register Addr", "pbx.example")));
        assertThat(LineJson.write(reading.lines().get(0), LineJson.Detail.PUBLIC))
                .isEqualTo(
                        """
                        {"line":1,"enabled":true,"label":null,"display_name":null,"user":"100",\
                        "auth_user":null,"domain":null,"local_port":{"min":5060,"max":5060},\
                        "servers":[{"address":"pbx.example","port":5060,"transport":"udp",\
                        "expires":3600,"transmissions":4,"invite_transmissions":4,\
                        "give_up_ms":{"register":null,"invite":null,"options":null},\
                        "register_before_request":true,"only_registered":false,\
                        "resubscribe":true,"failback":{"mode":"new_requests","after_s":null}}],\
                        "outbound_proxies":[],\
                        "redundancy":{"registration":"successive","probe":"register",\
                        "probe_interval_s":1800,"return_delay_s":0,"idle_only":false,\
                        "remove_old_binding":true},"heartbeat":null,\
                        "keepalive":{"kind":"none","interval_s":30},\
                        "timers_ms":{"t1":500,"t2":4000,"t4":5000},"retry_s":32,\
                        "refresh_percent":[80,90],"unavailable_codes":[500,503],\
                        "dns":{"cache":"on","static_first":false,"naptr_build":"all",\
                        "srv_order":"rfc2782"},\
                        "session":{"expires_s":0,"min_se_s":90,"refresher":"uac"},\
                        "unregister_on_exit":true}""");
    }

    @Test
    void portZeroOverTlsIsThePortOfTls() {
        Map<String, String> line = Layout.account();
        line.put("Transport", "3");
        line.put("Register Port", "0");
        assertThat(Layout.read(Layout.TEXT.write(line)).lines().get(0).servers())
                .extracting(Server::port)
                .containsExactly(5061, 5060);
    }

    @Test
    void aLongT1LengthensTheOthersThatAreNotSet() {
        Reading reading =
                Layout.read(
                        Layout.TEXT.write(
                                Map.of(
                                        "Phone Number",
                                        "100",
                                        "Register Addr",
                                        "pbx.example",
                                        "Session Timer T1",
                                        "10000")));
        assertThat(reading.warnings()).isEmpty();
        assertThat(reading.lines().get(0).timers())
                .hasToString("Timers[t1Ms=10000, t2Ms=10000, t4Ms=10000]");
    }
}
