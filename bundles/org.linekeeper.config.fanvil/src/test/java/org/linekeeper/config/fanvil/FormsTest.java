// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;

class FormsTest {
    private static final String TEXT = "<<VOIP CONFIG FILE>>Version:2.0\n<SIP CONFIG MODULE>\n";

    @ParameterizedTest
    @EnumSource(Layout.class)
    void eachFormIsRecognisedWithAByteOrderMarkToo(Layout form) {
        String text = form.write(Layout.account());
        for (String head : List.of("", "\uFEFF", "\r\n ")) {
            assertThat(new FanvilAdapter().recognises(Layout.file(head + text))).isTrue();
        }
        Charset gb = Charset.forName("GB18030");
        assertThat(recognises(("\uFEFF" + text).getBytes(gb))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "<",
                "<!-- <sysConf> -->",
                "<html><sysConf/></html>",
                "account.1.enable = 1",
                "see <sysConf>",
                "<?xml",
                "<VOIP_CONFIG_FILES>",
                "#!version:1.0.0.1"
            })
    void whatIsNoneOfThemIsNotRecognisedAndRefused(String text) {
        assertThat(new FanvilAdapter().recognises(Layout.file(text))).isFalse();
        assertThat(Layout.read(text).isRefused()).isTrue();
    }

    @Test
    void theRootElementMayComeBehindADeclarationAndAComment() {
        String text = "<?xml version=\"1.0\"?>\n<!-- <html> -->\n<sysConf>\n</sysConf>\n";
        assertThat(new FanvilAdapter().recognises(Layout.file(text))).isTrue();
        assertThat(Layout.read(text).lines()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void anAccountReadsTheSameInAnyEncodingAndWithAnyLineEnds(Layout form) {
        Map<String, String> line = Layout.account();
        line.put("Display Name", "前台电话");
        String text = form.write(line);
        Charset gb = Charset.forName("GB18030");
        LineConfig read = Layout.read(text).lines().get(0);
        assertThat(read.displayName()).isEqualTo("前台电话");
        for (byte[] other :
                List.of(
                        text.getBytes(gb),
                        ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8),
                        text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8),
                        text.replaceFirst("\n", "\r\n").getBytes(StandardCharsets.UTF_8))) {
            assertThat(read(other).lines()).containsExactly(read);
        }
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void aSecondSectionOfALineIsMergedIntoTheFirst(Layout form) {
        String first = form.write(Map.of("Phone Number", "100", "Register Port", "5062"));
        String second = form.write(Map.of("Register Addr", "pbx.example", "Register Port", ""));
        String end = form == Layout.SYS_CONF ? "</sip>" : "</SIP_Line_List>";
        String both =
                form == Layout.TEXT
                        ? first.replace("<<END OF FILE>>", second)
                        : first.replace(
                                end,
                                second.substring(
                                                second.indexOf(
                                                        form == Layout.SYS_CONF
                                                                ? "<line"
                                                                : "<SIP_Line_List_Entry"),
                                                second.indexOf(end))
                                        + end);
        Reading reading = Layout.read(both);
        assertThat(reading.errors()).isEmpty();
        assertThat(reading.lines()).hasSize(1);
        assertThat(reading.lines().get(0).user()).isEqualTo("100");
        assertThat(reading.lines().get(0).servers()).hasToString("[pbx.example:5062/udp]");
    }

    @Test
    void ofANameThatStandsTwiceTheLastWinsButAnEmptyValueErasesNothing() {
        LineConfig line =
                Layout.read(
                                TEXT
                                        + "SIP1 Phone Number :100\nSIP1 Register Addr :one\n"
                                        + "SIP1 Register Addr :two\nSIP1 Register Addr :\n"
                                        + "SIP1 Register Pwd :first\nSIP1 Register Pswd :second\n")
                        .lines()
                        .get(0);
        assertThat(line.servers()).hasToString("[two:5060/udp]");
        assertThat(line.password().reveal()).isEqualTo("second");
    }

    @Test
    void theTextFormNeedsNoEndAndReadsNothingBehindIt() {
        String account = "SIP2 Phone Number:100\nSIP2 Register Addr:pbx.example";
        assertThat(Layout.read(TEXT + account).lines())
                .extracting(LineConfig::line)
                .containsExactly(2);
        assertThat(Layout.read(TEXT + "<<END OF FILE>>\n" + account).lines()).isEmpty();
    }

    @Test
    void theTextFormOfOlderPhonesCutsNamesToo() {
        LineConfig line =
                Layout.read(
                                TEXT
                                        + "SIP1 Phone Number  :100\nSIP1 Register Addr :a\n"
                                        + "SIP1 Enable Failbac:0\nSIP1 Session Timer :1\n")
                        .lines()
                        .get(0);
        assertThat(line.redundancy().probe()).hasToString("NONE");
        assertThat(line.timers().t1Ms()).isEqualTo(500);
    }

    @Test
    void otherSectionsSayNothingOfThePhone() {
        Reading reading =
                Layout.read(
                        "<<VOIP CONFIG FILE>>Version:2.0\n<QOS CONFIG MODULE>\nSIP Port:99999\n"
                                + "<SIP CONFIG MODULE>\nSIP1 Phone Number:1\n"
                                + "SIP1 Register Addr:a\n");
        assertThat(reading.warnings()).isEmpty();
        String xml = "<sysConf><net><SIPPort>99999</SIPPort></net><sip></sip></sysConf>";
        assertThat(Layout.read(xml).warnings()).isEmpty();
    }

    @Test
    void ofTheCutTimersThereMustBeThree() {
        String entry =
                "<VOIP_CONFIG_FILE><SIP_CONFIG_MODULE><SIP_Line_List_Entry><ID>SIP1</ID>"
                        + "<Phone_Number>1</Phone_Number><Register_Addr>a</Register_Addr>\n%s"
                        + "</SIP_Line_List_Entry></SIP_CONFIG_MODULE></VOIP_CONFIG_FILE>";
        String timer = "<Session_Timer_>%d</Session_Timer_>\n";
        String three = timer.formatted(400) + timer.formatted(3000) + timer.formatted(6000);
        assertThat(Layout.read(entry.formatted(three)).lines().get(0).timers())
                .hasToString("Timers[t1Ms=400, t2Ms=3000, t4Ms=6000]");
        Reading two = Layout.read(entry.formatted(timer.formatted(400) + timer.formatted(3000)));
        assertThat(two.lines().get(0).timers().t1Ms()).isEqualTo(500);
        assertThat(two.warnings())
                .hasToString(
                        "[phone.cfg:2: Session_Timer_ = 400: stands 2 times in its line and not"
                                + " three times, for T1, T2 and T4, so that none of them is used]");
        assertThat(Layout.read(entry.formatted("<Session_Timer>1</Session_Timer>")).warnings())
                .isEmpty();
    }

    @Test
    void aNumberThatIsNoLineIsWarnedOfOnceAndNeverWithAPassword() {
        Reading reading =
                Layout.read(TEXT + "SIP0 Register Pswd :hunter2\nSIP999 Register Addr :a\n");
        assertThat(reading.lines()).isEmpty();
        assertThat(reading.warnings())
                .hasToString(
                        "[phone.cfg:3: SIP0 Register Pswd = 0: is not a line in 1..100 and is"
                                + " left out]");
        assertThat(
                        Layout.read(
                                        "<sysConf><sip>\n<line><PhoneNumber>1</PhoneNumber></line>"
                                                + "</sip></sysConf>")
                                .warnings())
                .hasToString("[phone.cfg:2: line = : is not a line in 1..100 and is left out]");
        assertThat(
                        Layout.read(
                                        "<VOIP_CONFIG_FILE><SIP_CONFIG_MODULE>"
                                                + "<SIP_Line_List_Entry><ID>X1</ID>"
                                                + "</SIP_Line_List_Entry></SIP_CONFIG_MODULE>"
                                                + "</VOIP_CONFIG_FILE>")
                                .warnings())
                .hasSize(1);
    }

    private static Reading read(byte[] content) {
        return new FanvilAdapter().read(List.of(new ConfigFile(Layout.FILE, content)), Map.of());
    }

    private static boolean recognises(byte[] content) {
        return new FanvilAdapter().recognises(new ConfigFile(Layout.FILE, content));
    }
}
