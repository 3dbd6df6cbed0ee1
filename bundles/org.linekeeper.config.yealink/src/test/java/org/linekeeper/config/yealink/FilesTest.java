// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

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
import org.linekeeper.api.line.Server;

/** What files in the field look like. */
class FilesTest {
    private static final YealinkAdapter ADAPTER = new YealinkAdapter();

    @Test
    void blanksQuotesAndMixedLineEndsChangeNothing() {
        String plain =
                "account.1.enable=1\naccount.1.user_name=100\naccount.1.sip_server.1.address=a\n";
        String odd =
                "\uFEFF#!version:1.0.0.1\r\n"
                        + "  account.1.enable = \"1\"\r\n\r\n"
                        + "\taccount.1.user_name\t=\t100  \n"
                        + "account.1.sip_server.1.address =  \" a \"\r"
                        + "no setting at all\n= 1\n";
        assertThat(Cfg.read(odd)).isEqualTo(Cfg.read(plain));
        assertThat(ADAPTER.recognises(Cfg.file(odd))).isTrue();
        assertThat(ADAPTER.recognises(Cfg.file(plain))).isTrue();
    }

    @Test
    void commentsSetNothingAndANumberSignInAValueBelongsToIt() {
        LineConfig line =
                Cfg.line(
                        "#account.1.label = a",
                        "##account.1.label = b",
                        "  # account.1.label = c",
                        "account.1.display_name = #1 \"desk\" # 2");
        assertThat(line.label()).isEmpty();
        assertThat(line.displayName()).isEqualTo("#1 \"desk\" # 2");
    }

    @Test
    void theLastOfTwoWinsButAnEmptyOneErasesNothing() {
        String port = "account.1.sip_server.1.port = ";
        assertThat(one(port + "5070", port + "5071").port()).isEqualTo(5071);
        assertThat(one(port + "5070", port + "").port()).isEqualTo(5070);
        assertThat(one(port + "5070", port + "\"\"").port()).isEqualTo(5070);
        assertThat(one(port + "5070", port + "%NULL%").port()).isEqualTo(5060);
        assertThat(one(port + "5070", port + "%NULL%", port + "5072").port()).isEqualTo(5072);
    }

    @Test
    void whatIsNotUtf8IsGb18030() {
        byte[] text =
                (Cfg.ACCOUNT + "account.1.display_name = 接待处").getBytes(Charset.forName("GB18030"));
        Reading reading = ADAPTER.read(List.of(new ConfigFile("a.cfg", text)), Map.of());
        assertThat(reading.lines().get(0).displayName()).isEqualTo("接待处");
    }

    @Test
    void Y17_aLetterWhereANumberBelongsIsWarnedOfInKeysOfTheTableOnly() {
        Reading reading =
                Cfg.read(
                        Cfg.ACCOUNT
                                + """
                                account.X.sip_server.Y.port = 5070
                                account.X.password = hunter2
                                dns_cache_a.N.ip = 192.0.2.1
                                template.N.sip_server.1.port = 1
                                account.1.sip_server.YY.port = 1
                                account.X.dtmf.type = 1
                                account.1.x.port = 1
                                """);
        assertThat(reading.warnings())
                .extracting(Object::toString)
                .containsExactly(
                        warning(7, "account.X.sip_server.Y.port = 5070", "X"),
                        warning(8, "account.X.password = ***", "X"),
                        warning(9, "dns_cache_a.N.ip = 192.0.2.1", "N"),
                        warning(10, "template.N.sip_server.1.port = 1", "N"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account.1.enable = 1",
                "# nothing\n\n account.16.label=",
                "dns_cache_a.1.name = a",
                "a = 1\r\taccount.1.enable=1",
                "\uFEFF account.1.enable = 1",
                "#!version:1.0.0.1\n",
                "\uFEFF#!version:1.0.0.1\nlang.gui = English"
            })
    void isTheirs(String text) {
        assertThat(ADAPTER.recognises(Cfg.file(text))).isTrue();
        assertThat(Cfg.read(text).isRefused()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# account.1.enable = 1",
                "# 账号account.1.enable = 1",
                "x.account.1.enable = 1",
                "account.1.enable",
                "account.1.enable\n= 1",
                "account.x.enable = 1",
                "account.enable = 1",
                "DBID_SIP_SERVER = 1",
                "SIP1 Phone Number : account.1.x = 1",
                "<<VOIP CONFIG FILE>>Version:2.0\naccount.1.enable = 1",
                "<?xml version='1.0'?>\n<sysConf>\naccount.1.enable = 1\n</sysConf>"
            })
    void isNotTheirs(String text) {
        assertThat(ADAPTER.recognises(Cfg.file(text))).isFalse();
        assertThat(Cfg.read(text).errors())
                .hasToString(
                        "[phone.cfg: The file is not in Yealink's form: it neither begins with"
                                + " #!version: nor sets account.N.… or dns_cache_….]");
    }

    @Test
    void binaryEmptyAndTooLargeFilesAreRefused() {
        assertThat(Cfg.read(Cfg.ACCOUNT + "\0").errors())
                .hasToString("[phone.cfg:7: The file is binary: it holds a zero byte.]");
        assertThat(Cfg.read(" \n").errors()).hasToString("[phone.cfg: The file is empty.]");
        String large = Cfg.ACCOUNT + " ".repeat(ConfigFile.MAX_BYTES);
        assertThat(Cfg.read(large).errors())
                .hasToString(
                        "[phone.cfg: The file is larger than 4 MiB: "
                                + large.getBytes(StandardCharsets.UTF_8).length
                                + " bytes.]");
    }

    private static Server one(String... lines) {
        return Cfg.line(lines).servers().get(0);
    }

    private static String warning(int at, String setting, String letter) {
        return "phone.cfg:%d: %s: has the letter %s where a number belongs and is left out"
                .formatted(at, setting, letter);
    }
}
