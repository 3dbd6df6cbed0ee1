// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.flyingvoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;

/** What files look like, and whose they are. */
class FilesTest {
    private static final FlyingvoiceAdapter ADAPTER = new FlyingvoiceAdapter();

    @Test
    void blanksAndMixedLineEndsChangeNothing() {
        String plain = "phone_number=100\noutbound_server=a\n优选主服务器=开启\n";
        String odd =
                "\uFEFF  phone_number = 100  \r\n\r\n"
                        + "\toutbound_server\t=\ta\r"
                        + "no setting at all\n= 1\n"
                        + " 优选主服务器 =开启";
        assertThat(Cfg.read(odd)).isEqualTo(Cfg.read(plain));
        assertThat(Cfg.read(odd).lines()).hasSize(1);
    }

    @Test
    void commentsSetNothingAndANumberSignInAValueBelongsToIt() {
        LineConfig line =
                Cfg.line(
                        "#display_name = a",
                        "  # phone_number = 7",
                        "display_name = #1 \"desk\" # 2");
        assertThat(line.displayName()).isEqualTo("#1 \"desk\" # 2");
        assertThat(line.user()).isEqualTo("100");
    }

    @Test
    void theLastOfTwoWinsUnderWhateverNameButAnEmptyOneErasesNothing() {
        String period = "register_refresh_interval = 60";
        assertThat(period(period, "注册刷新时间(秒) = 70")).isEqualTo(70);
        assertThat(period("line.1.注册有效期 = 70", period)).isEqualTo(60);
        assertThat(period(period, "Register Refresh Interval (sec) = ")).isEqualTo(60);
    }

    /** Other labels of the page, and the vendor's own names of what it has other keys for here. */
    @Test
    void whatHasNothingToDoWithRedundancyIsPassedOverInSilence() {
        assertThat(
                        Cfg.line(
                                "DBID_SIP_PHONE_NUM = 7",
                                "DBID_SIP_ACCOUNT = 7",
                                "DBID_ALTER_SIP_SERVER_HOSTNAME = z",
                                "DBID_ALTER_SIP_SERVER_PORT = 99999",
                                "RFC2833载荷类型(>=96) = 101",
                                "DBID_DND_ENABLE = on",
                                "voice.side_tone = -3"))
                .isEqualTo(Cfg.line());
    }

    @Test
    void whatIsNotUtf8IsGb18030() {
        byte[] text = (Cfg.ACCOUNT + "主备服务器心跳周期 = 90").getBytes(Charset.forName("GB18030"));
        ConfigFile file = new ConfigFile("a.cfg", text);
        Reading reading = ADAPTER.read(List.of(file), Map.of());
        assertThat(reading.lines().get(0).heartbeat()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "outbound_server = a",
                "# nothing\n\n line.2.Outbound Server=",
                "\uFEFF# x\nphone_number = 1",
                "password = a\r主备服务器心跳周期 = 90",
                "DBID_DND_ENABLE=1",
                "优选主服务器 = 开启"
            })
    void isTheirs(String text) {
        assertThat(ADAPTER.recognises(Cfg.file(text))).isTrue();
        assertThat(Cfg.read(text).isRefused()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!version:1.0.0.1\noutbound_server = a",
                "\uFEFF#!version:1.0.0.1\naccount.1.enable = 1\noutbound_server = a",
                "outbound_server = a\n  account.1.enable = 1",
                "dns_cache_a.1.name = a\nphone_number = 1",
                "<<VOIP CONFIG FILE>>Version:2.0\nPhone Number = 1",
                "<?xml version='1.0'?>\n<sysConf>\nphone_number = 1\n</sysConf>",
                "SIP1 Phone Number :100",
                "{\"phone_number\":\n1}",
                "phone_number = 1\n[[lines]]\noutbound_server = 'a'",
                "# outbound_server = a",
                "outbound_server",
                "outbound_host = a",
                "XDBID_SIP = 1"
            })
    void isNotTheirs(String text) {
        assertThat(ADAPTER.recognises(Cfg.file(text))).isFalse();
        assertThat(Cfg.read(text).errors())
                .hasToString(
                        "[phone.cfg: The file is not in Flyingvoice's form: no line of it sets a"
                                + " key of the phone such as outbound_server = … or DBID_… = ….]");
    }

    /** Of several files, the first has to tell whose they are; the next one may be short. */
    @Test
    void keysThatOthersMayHaveTooAreReadButTellNothing() {
        String text = "transport = TCP\npassword = a\naccount = 1\nrport = 0\nrefresher = UAS\n";
        assertThat(ADAPTER.recognises(Cfg.file(text))).isFalse();
        assertThat(Cfg.read(text).isRefused()).isFalse();
    }

    @Test
    void binaryEmptyAndTooLargeFilesAreRefused() {
        ConfigFile binary = Cfg.file(Cfg.ACCOUNT + "\0");
        assertThat(ADAPTER.recognises(binary)).isTrue();
        assertThat(ADAPTER.read(List.of(binary), Map.of()).errors())
                .hasToString("[phone.cfg:6: The file is binary: it holds a zero byte.]");
        assertThat(Cfg.read(" \n").errors()).hasToString("[phone.cfg: The file is empty.]");
        String large = Cfg.ACCOUNT + " ".repeat(ConfigFile.MAX_BYTES);
        assertThat(Cfg.read(large).errors())
                .hasToString(
                        "[phone.cfg: The file is larger than 4 MiB: "
                                + large.getBytes(StandardCharsets.UTF_8).length
                                + " bytes.]");
    }

    private static int period(String... lines) {
        return Cfg.line(lines).servers().get(0).expiresSeconds();
    }
}
