// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void anImageThatWasNotStartedByACommandHasNone() {
        Settings settings = Settings.of(name -> null);
        assertThat(settings.command()).isEmpty();
        assertThat(settings.files()).isEmpty();
        assertThat(settings.vendor()).isEmpty();
        assertThat(settings.options()).isEmpty();
        assertThat(settings.json()).isFalse();
        assertThat(settings.http()).isEqualTo("none");
        assertThat(settings.timeScale()).isEmpty();
        assertThat(settings.dialplan()).isEmpty();
        assertThat(settings.to()).isEmpty();
        assertThat(settings.withSecrets()).isFalse();
    }

    @Test
    void whatTheLauncherSaysIsRead() {
        Map<String, String> properties =
                Map.of(
                        "linekeeper.command", "run",
                        "linekeeper.dialplan", "/etc/plan.rules",
                        "linekeeper.config", "a file.cfg\nb.cfg",
                        "linekeeper.vendor", "fanvil",
                        "linekeeper.model", "X4U",
                        "linekeeper.set", "fanvil.generation=v2\nempty=\nx=a=b",
                        "linekeeper.json", "true",
                        "linekeeper.http", "127.0.0.1:8089",
                        "linekeeper.time-scale", "60.0");
        Settings settings = Settings.of(properties::get);
        assertThat(settings.command()).isEqualTo("run");
        assertThat(settings.files()).isEqualTo(List.of("a file.cfg", "b.cfg"));
        assertThat(settings.vendor()).contains("fanvil");
        assertThat(settings.options())
                .isEqualTo(
                        Map.of("model", "X4U", "fanvil.generation", "v2", "empty", "", "x", "a=b"));
        assertThat(settings.json()).isTrue();
        assertThat(settings.http()).isEqualTo("127.0.0.1:8089");
        assertThat(settings.timeScale()).contains(60.0);
        assertThat(settings.dialplan()).contains("/etc/plan.rules");
    }

    @Test
    void convertHasATarget() {
        Map<String, String> properties =
                Map.of("linekeeper.to", "generic", "linekeeper.with-secrets", "true");
        assertThat(Settings.of(properties::get).to()).isEqualTo("generic");
        assertThat(Settings.of(properties::get).withSecrets()).isTrue();
    }

    @Test
    void aTimeScaleOfOneIsNone() {
        assertThat(Settings.of(Map.of("linekeeper.time-scale", "1.0")::get).timeScale()).isEmpty();
    }
}
