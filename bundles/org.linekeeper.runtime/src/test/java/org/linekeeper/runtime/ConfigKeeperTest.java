// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Secret;

class ConfigKeeperTest {
    private static final LineConfig ONE = withPassword(1, "first-secret");
    private static final LineConfig TWO = withPassword(2, "other-secret");

    @TempDir Path home;

    private final FakeConfigurationAdmin admin = new FakeConfigurationAdmin();
    private ConfigKeeper keeper;

    @BeforeEach
    void keep() {
        keeper = new ConfigKeeper(admin, new LineVault(home));
    }

    @Test
    void linesComeBackAsTheyWereGiven() {
        assertThat(keeper.provision("files-a", List.of(ONE, TWO))).containsExactly(ONE, TWO);
        ConfigKeeper restarted = new ConfigKeeper(admin, new LineVault(home));
        assertThat(restarted.standing()).containsExactlyInAnyOrder(ONE, TWO);
    }

    @Test
    void theSameFilesLeaveWhatWasChangedByHand() {
        keeper.provision("files-a", List.of(ONE, TWO));
        LineConfig byHand = ONE.with(draft -> draft.label("office"));
        keeper.keep(byHand);
        keeper.keep(withPassword(3, "added-secret"));
        assertThat(keeper.provision("files-a", List.of(ONE, TWO)))
                .containsExactlyInAnyOrder(byHand, TWO, withPassword(3, "added-secret"));
    }

    @Test
    void otherFilesReplaceAllAndRemoveTheRest() {
        keeper.provision("files-a", List.of(ONE, TWO));
        keeper.keep(ONE.with(draft -> draft.label("office")));
        assertThat(keeper.provision("files-b", List.of(ONE))).containsExactly(ONE);
        assertThat(keeper.standing()).containsExactly(ONE);
        assertThat(home.resolve("secrets/line-2")).doesNotExist();
        assertThat(keeper.provision("files-b", List.of(TWO))).containsExactly(ONE);
    }

    @Test
    void filesThatWereTakenOverOnlyInPartAreTakenOverAgain() throws IOException {
        keeper.provision("files-a", List.of(ONE, TWO));
        keeper.provision("files-b", List.of(ONE, TWO));
        // As a power cut after the first line would have left it.
        setSource("2", "files-a");
        LineConfig changed = ONE.with(draft -> draft.label("b"));
        assertThat(keeper.provision("files-b", List.of(changed))).containsExactly(changed);
        assertThat(keeper.standing()).containsExactly(changed);
    }

    private void setSource(String name, String source) throws IOException {
        var configuration = admin.getFactoryConfiguration(ConfigKeeper.PID, name, "?");
        var properties = configuration.getProperties();
        properties.put("source", source);
        configuration.update(properties);
    }

    @Test
    void thePasswordStandsInItsFileAndNowhereElse() throws Exception {
        keeper.keep(ONE);
        Path file = home.resolve("secrets/line-1");
        assertThat(file).hasContent("first-secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(admin.all().values().toString())
                .contains("pbx.example")
                .doesNotContain("secret");
    }

    @Test
    void aLineWithoutAPasswordHasNoFile() {
        keeper.keep(ONE);
        keeper.keep(ONE.with(draft -> draft.password(Secret.NONE)));
        assertThat(home.resolve("secrets/line-1")).doesNotExist();
        assertThat(keeper.standing().get(0).password()).isEqualTo(Secret.NONE);
    }

    @Test
    void everyChangeIsToldOnceAlsoOfThePasswordAlone() {
        List<LineConfig> told = new ArrayList<>();
        admin.onUpdate(
                (pid, properties) ->
                        keeper.read(Map.of("config", properties.get("config")))
                                .ifPresent(told::add));
        LineConfig newPassword = withPassword(1, "second-secret");
        keeper.keep(ONE);
        keeper.keep(ONE);
        keeper.keep(newPassword);
        keeper.keep(newPassword);
        assertThat(told).containsExactly(ONE, newPassword);
    }

    @Test
    void whatIsNoLineIsNotUsed() throws Exception {
        keeper.keep(ONE);
        keeper.keep(TWO);
        assertThat(keeper.read(Map.of("config", "{\"line\":"))).isEmpty();
        assertThat(keeper.read(Map.of())).isEmpty();
        // A directory where the password should be.
        Files.delete(home.resolve("secrets/line-2"));
        Files.createDirectory(home.resolve("secrets/line-2"));
        assertThat(keeper.standing()).containsExactly(ONE);
    }

    @Test
    void theNumberOfALineIsReadFromItsProperties() {
        assertThat(ConfigKeeper.number(Map.of("line", 4))).contains(4);
        assertThat(ConfigKeeper.number(Map.of("line", "4"))).isEmpty();
        assertThat(ConfigKeeper.number(Map.of())).isEmpty();
    }

    private static LineConfig withPassword(int line, String password) {
        return Examples.line(line).with(draft -> draft.password(Secret.of(password)));
    }
}
