// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.config.Finding;

class CheckedSettingsTest {
    private final Settings<String> settings = new Settings<>();
    private final List<Finding> warnings = new ArrayList<>();
    private final CheckedSettings<String> checked = new CheckedSettings<>(settings, warnings::add);

    @Test
    void theLastWinsButAnEmptyValueErasesNothing() {
        set("port", "5061");
        set("port", "5062");
        set("port", "");
        assertThat(checked.number("port", 0, 65535, 5060)).isEqualTo(5062);
        assertThat(warnings).isEmpty();
    }

    @Test
    void aSettingThatIsNotThereOrEmptyHasItsDefaultInSilence() {
        set("port", "");
        assertThat(checked.has("port")).isFalse();
        assertThat(checked.number("port", 0, 65535, 5060)).isEqualTo(5060);
        assertThat(checked.flag("on", true)).isTrue();
        assertThat(checked.host("address")).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "65536", "abc", "5060 ", "+1", "１", "0x10", "9999999999999999999"})
    void aNumberOutOfItsRangeIsItsDefaultAndWarnedOf(String value) {
        set("port", value);
        assertThat(checked.number("port", 0, 65535, 5060)).isEqualTo(5060);
        assertThat(warnings)
                .containsExactly(
                        new Finding(
                                "a.cfg",
                                7,
                                "The port",
                                value,
                                "is not a whole number in 0..65535",
                                "5060"));
    }

    @Test
    void aSwitchIsOneOrZero() {
        set("on", "1");
        set("off", "0");
        set("maybe", "2");
        assertThat(checked.flag("on", false)).isTrue();
        assertThat(checked.flag("off", true)).isFalse();
        assertThat(checked.flag("maybe", true)).isTrue();
        assertThat(warnings)
                .hasToString("[a.cfg:7: The maybe = 2: is not a whole number in 0..1; used: 1]");
    }

    @Test
    void noWarningShowsASecret() {
        set("password", "hunter2\u0007");
        assertThat(checked.secret("password").isEmpty()).isTrue();
        assertThat(warnings)
                .hasToString("[a.cfg:7: The password = ***: has a control character in it]");
        assertThat(settings.find("password").orElseThrow()).hasToString("a.cfg:7: The password");
    }

    @Test
    void aTextThatIsTooLongIsClippedInTheWarning() {
        set("name", "x".repeat(257));
        assertThat(checked.text("name")).isEmpty();
        assertThat(warnings.get(0).message()).isEqualTo("is longer than 256 characters");
        assertThat(warnings.get(0).value()).hasSize(61).endsWith("…");
    }

    @Test
    void aHostHasNoBlanksAndItsPortStandsElsewhere() {
        set("name", "pbx-1.example");
        set("six", "2001:db8::1");
        set("port", "pbx.example:5060");
        set("blank", "pbx example");
        assertThat(checked.host("name")).isEqualTo("pbx-1.example");
        assertThat(checked.host("six")).isEqualTo("2001:db8::1");
        assertThat(warnings).isEmpty();
        assertThat(checked.host("port")).isEqualTo("pbx.example");
        assertThat(checked.host("blank")).isEmpty();
        assertThat(warnings).extracting(Finding::used).containsExactly("pbx.example", "");
    }

    @Test
    void anIpAddressIsNoName() {
        assertThat(List.of("192.0.2.1", "2001:db8::1", "[::1]")).allMatch(Host::isIpLiteral);
        assertThat(List.of("pbx.example", "192.0.2.1.example", "")).noneMatch(Host::isIpLiteral);
    }

    @Test
    void anIpAddressExists() {
        assertThat(List.of("192.0.2.1", "0.0.0.0", "255.255.255.255", "2001:db8::1", "::"))
                .allMatch(Host::isAddress);
        assertThat(
                        List.of(
                                "",
                                "256.0.0.1",
                                "1.2.3",
                                "1.2.3.4.",
                                "1.2.3.4.5",
                                "pbx.example",
                                ":",
                                "1::2::3",
                                "fe80::1%eth0",
                                "[::1]",
                                "::g"))
                .noneMatch(Host::isAddress);
    }

    @Test
    void whatIsErasedWasNeverSet() {
        set("port", "5061");
        settings.erase("port");
        assertThat(checked.has("port")).isFalse();
        set("port", "5062");
        assertThat(checked.number("port", 0, 65535, 5060)).isEqualTo(5062);
    }

    @Test
    void minusOneOrNothingIsInherited() {
        set("count", "20");
        set("as elsewhere", "-1");
        set("low", "0");
        assertThat(checked.numberOrInherited("count", 1, 20)).hasValue(20);
        assertThat(checked.numberOrInherited("as elsewhere", 1, 20)).isEmpty();
        assertThat(checked.numberOrInherited("not set", 1, 20)).isEmpty();
        assertThat(warnings).isEmpty();
        assertThat(checked.numberOrInherited("low", 1, 20)).isEmpty();
        assertThat(warnings)
                .hasToString(
                        "[a.cfg:7: The low = 0: is neither -1 nor a whole number in 1..20;"
                                + " used: -1]");
    }

    @ParameterizedTest
    @CsvSource({"0.5, 500", "4, 4000", ".25, 250", "2., 2000", "0.0104, 10", "0.0105, 11"})
    void secondsMayHaveAFraction(String value, long ms) {
        set("t1", value);
        assertThat(checked.millisOfSeconds("t1", 10, 10_000, 500)).isEqualTo(ms);
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.009", "10.001", "-1", "1e1", ".", "0,5", "1.0.0", "9999999999"})
    void secondsOutOfTheirRangeAreTheirDefaultAndWarnedOf(String value) {
        set("t1", value);
        assertThat(checked.millisOfSeconds("t1", 10, 10_000, 500)).isEqualTo(500);
        assertThat(warnings)
                .containsExactly(
                        new Finding(
                                "a.cfg",
                                7,
                                "The t1",
                                value,
                                "is not a number of seconds in 0.01..10",
                                "0.5"));
    }

    private void set(String name, String value) {
        settings.add(name, new Setting("The " + name, value, "a.cfg", 7));
    }
}
