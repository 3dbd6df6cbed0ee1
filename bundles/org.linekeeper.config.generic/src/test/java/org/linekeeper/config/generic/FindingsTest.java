// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each refusal names the line of the file, the key, the value and what is wrong with it. */
class FindingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    usr = "x"             | 7: line.usr = : is no key here; did you mean user?
                    fax = 1               | 7: line.fax = : is no key here; there are: auth_user, dhcp
                    retry_s = "soon"      | 7: line.retry_s = soon: is not a number
                    retry_s = 1.5         | 7: line.retry_s = 1.5: is not a whole number in 1..2147483647
                    retry_s = 0           | 7: line.retry_s = 0: is not a whole number in 1..2147483647
                    enabled = "yes"       | 7: line.enabled = yes: is not true or false
                    label = 1979-05-27    | 7: line.label = 1979-05-27: is not a text
                    domain = "a b"        | 7: line.domain = a b: is not a host name or an IP address
                    heartbeat = 5         | 7: line.heartbeat = 5: is not an object
                    unavailable_codes=[5] | 7: line.unavailable_codes = 5: is not a whole number in 300..699
                    refresh_percent = [8] | 7: line.refresh_percent = : is not two numbers
                    dns.srv_order = "x"   | 7: line.dns.srv_order = x: is not rfc2782 or weight_descending
                    [line.heartbeat]\\nx=1 | 8: line.heartbeat.x = : is no key here; there are: interval_s, max_failures
                    [[line.outbound_proxies]]\\nport=1\\n | 7: line.outbound_proxies.address = : is missing
                    [defaults]\\nline = 2 | 8: defaults.line = 2: is no key here: these are the defaults of every line
                    [defaults]\\nretry = 2 | 8: defaults.retry = : is no key here; did you mean retry_s?
                    [[line]]\\nuser = "x" | 7: line.line = : is missing: each [[line]] says its number
                    [[line]]\\nline = 0   | 8: line.line = 0: is not a whole number in 1..1000
                    [[line]]\\nline = 1   | 8: line.line = 1: stands twice in this file
                    [[line]]\\nline = 2   | 7: line.user = : is missing, and the line is enabled
                    [[line]]\\nline = 2\\nuser = "a" | 7: line.servers = : is missing, and the line is enabled
                    [[static_dns]]\\ntype = "MX" | 7: static_dns.name = : is missing
                    [lines]               | 7: lines = : is no key here; did you mean line?
                    """)
    void ofOneKey(String more, String finding) {
        String text = Phone.LINE + more.replace("\\n", "\n") + "\n";
        assertThat(Phone.error(text).toString()).startsWith("phone.toml:" + finding);
    }

    @Test
    void aPasswordIsNeverShown() {
        String[] wrong = {
            "password = hunter2",
            "password = 12345",
            "pasword = \"hunter2\"",
            "password = \"hunter2",
            "password = \"" + "hunter2".repeat(50) + "\"",
            "password = \"hunter2\" \"hunter2\"",
            "password = \"hunter2\\q\"",
            "password.hunter2 = 1",
            "password = [\"hunter2\"]"
        };
        for (String key : wrong) {
            assertThat(Phone.error("[[line]]\nline = 1\n" + key).toString())
                    .startsWith("phone.toml:3: ")
                    .doesNotContain("hunter2", "12345");
        }
    }

    @Test
    void whatIsNoTomlIsRefusedByLineAndColumn() {
        assertThat(Phone.error(Phone.LINE + "retry_s 5"))
                .hasToString("phone.toml:7: The file is not TOML at column 9: expected is . or =.");
        assertThat(Phone.error(Phone.LINE + "user = \"b\""))
                .hasToString(
                        "phone.toml:7: The file is not TOML at column 1: this stands twice, or as"
                                + " two things.");
    }

    @Test
    void aTableInPlaceOfAnArrayIsRefused() {
        assertThat(Phone.error("[line]\nline = 1"))
                .hasToString(
                        "phone.toml:1: line = : is one table; each line is an element: [[line]]");
        assertThat(Phone.error("defaults = 1\n[[line]]\nline = 1").toString())
                .startsWith("phone.toml:1: defaults = 1: is not a table");
        assertThat(Phone.error("line = [1]").toString())
                .startsWith("phone.toml:1: line = : is not made of tables");
        assertThat(Phone.error("static_dns = 1").toString())
                .startsWith("phone.toml:1: static_dns = 1: is not an array");
    }
}
