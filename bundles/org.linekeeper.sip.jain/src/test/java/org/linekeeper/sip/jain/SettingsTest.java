// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @Test
    void nothingIsAsked() {
        Settings none = Settings.from(name -> null);
        assertThat(none.bind()).isEmpty();
        assertThat(none.port()).isEmpty();
        assertThat(none.ca()).isEmpty();
        assertThat(none.instance()).isEmpty();
        assertThat(none.home()).isEqualTo(Path.of(".linekeeper"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,127.0.0.1,0", "127.0.0.1:5070,127.0.0.1,5070", "[::1]:5070,0:0:0:0:0:0:0:1,5070",
        "[::1],0:0:0:0:0:0:0:1,0", "127.0.0.1:0,127.0.0.1,0", "::1,0:0:0:0:0:0:0:1,0"
    })
    void whereToBind(String text, String address, int port) {
        Settings settings = from(Map.of("linekeeper.bind", text));
        assertThat(settings.bind().orElseThrow().getHostAddress()).isEqualTo(address);
        assertThat(settings.port().orElse(0)).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pbx.example", "127.0.0.1:70000", "127.0.0.1:x", "[::1", "1.2.3.400"})
    void whereNobodyCanBind(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> from(Map.of("linekeeper.bind", text)))
                .withMessageStartingWith("linekeeper.bind = ");
    }

    @Test
    void whomToTrustAndWhoWeAre() {
        String uuid = "11111111-2222-4333-8444-555555555555";
        Settings settings =
                from(Map.of("linekeeper.tls.ca", "/etc/ca.pem", "linekeeper.uuid", uuid));
        assertThat(settings.ca()).contains(Path.of("/etc/ca.pem"));
        assertThat(settings.instance()).contains(uuid);
    }

    @Test
    void whereThingsAreKept() {
        assertThat(from(Map.of("linekeeper.home", "/var/lib/lk")).home())
                .isEqualTo(Path.of("/var/lib/lk"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "me",
                "11111111-2222-4333-8444-55555555555g",
                "------------------------------------"
            })
    void whoNobodyIs(String uuid) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> from(Map.of("linekeeper.uuid", uuid)))
                .withMessageStartingWith("linekeeper.uuid = ");
    }

    private static Settings from(Map<String, String> properties) {
        return Settings.from(properties::get);
    }
}
