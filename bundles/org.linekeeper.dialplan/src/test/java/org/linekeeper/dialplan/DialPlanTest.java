// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.line.CallPlan;
import org.osgi.framework.BundleContext;

class DialPlanTest {
    @TempDir Path directory;

    @Test
    void withoutAFileCallsGoAsDialled() {
        DialPlan plan = new DialPlan(context(Map.of()));
        assertThat(plan.plan(Rules.digits("200"))).isEqualTo(CallPlan.to("200"));
        assertThat(plan.refusal()).isEmpty();
        plan.close();
    }

    @Test
    void B8_theFileIsFollowedWhileThePhoneRuns() throws IOException {
        Path file = directory.resolve("plan.rules");
        Files.writeString(file, "[Deploy Patterns]\nTo = sip:one@192.0.2.1");
        DialPlan plan = new DialPlan(context(Map.of("linekeeper.dialplan", file.toString())));
        assertThat(plan.plan(Rules.digits("200")).destinations())
                .containsExactly(Rules.udp("sip:one@192.0.2.1"));
        Files.writeString(file, "[Deploy Patterns]\nTo = sip:another@192.0.2.1");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                assertThat(plan.plan(Rules.digits("200")).destinations())
                                        .containsExactly(Rules.udp("sip:another@192.0.2.1")));
        plan.close();
    }

    @Test
    void aFileThatCannotBeReadIsSaidToWhoeverAsks() {
        Path file = directory.resolve("none.rules");
        DialPlan plan =
                new DialPlan(
                        context(
                                Map.of(
                                        "linekeeper.dialplan",
                                        file.toString(),
                                        "linekeeper.command",
                                        "run")));
        assertThat(plan.refusal()).hasToString("Optional[" + file + ": There is no such file.]");
        assertThat(plan.plan(Rules.digits("200"))).isEqualTo(CallPlan.to("200"));
        plan.close();
    }

    private static BundleContext context(Map<String, String> properties) {
        return (BundleContext)
                Proxy.newProxyInstance(
                        BundleContext.class.getClassLoader(),
                        new Class<?>[] {BundleContext.class},
                        (proxy, method, args) -> properties.get((String) args[0]));
    }
}
