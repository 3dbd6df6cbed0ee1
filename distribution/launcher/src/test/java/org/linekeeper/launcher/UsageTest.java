// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UsageTest {
    @Test
    void theJarNamesNoCommandThatItWouldRefuse() {
        assertThat(commands(false, "java -jar linekeeper.jar"))
                .containsExactly("run", "check", "convert", "collect", "dashboard", "demo");
        for (String command : List.of("lab", "ctl")) {
            assertThat(Usage.text(false)).doesNotContainPattern("\\b" + command + "\\b");
            assertThatThrownBy(() -> Options.parse(List.of(command)))
                    .isInstanceOf(BadArguments.class);
        }
    }

    @Test
    void theScriptHasItsOwnCommandsToo() {
        assertThat(commands(true, "linekeeper"))
                .containsExactly(
                        "run", "check", "convert", "lab", "ctl", "collect", "dashboard", "demo");
    }

    @Test
    void bothNameTheOptions() {
        for (boolean byScript : new boolean[] {true, false}) {
            assertThat(Usage.text(byScript)).contains("--home DIR", "--set KEY=VALUE", "exit:");
            assertThat(Usage.text(byScript).lines()).allMatch(line -> line.length() <= 100);
        }
    }

    private static Stream<String> commands(boolean byScript, String program) {
        return Pattern.compile("^  " + Pattern.quote(program) + " (\\w+)", Pattern.MULTILINE)
                .matcher(Usage.text(byScript))
                .results()
                .map(found -> found.group(1));
    }
}
