// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code linekeeper demo} from its start to SIGTERM. */
public class DemoIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration START = Duration.ofSeconds(60);

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private ReadyProcess start(File scratch) throws Exception {
        return ReadyProcess.start(
                folder.getRoot().toPath(),
                List.of("demo", "--http", "127.0.0.1:0"),
                Map.of("LINEKEEPER_JAVA_OPTS", "-Djava.io.tmpdir=" + scratch));
    }

    private static List<ProcessHandle> children(ReadyProcess demo) {
        return ProcessHandle.of(demo.pid()).orElseThrow().children().toList();
    }

    private static boolean isStartedOnceMore(ReadyProcess demo, ProcessHandle killed)
            throws Exception {
        List<ProcessHandle> now = children(demo);
        return demo.log().contains("it is started once more")
                && now.size() == 3
                && !now.contains(killed);
    }

    /** Whoever ended may still have to be buried. */
    private static void awaitEnd(List<ProcessHandle> children) {
        await().atMost(SOON).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    public void itIsReadyWhenAllHaveRegisteredAndLeavesNothingBehind() throws Exception {
        File scratch = folder.newFolder("scratch");
        try (ReadyProcess demo = start(scratch)) {
            JsonObject ready = JsonParser.parseString(demo.readyLine()).getAsJsonObject();
            assertThat(ready.get("ready").getAsBoolean()).isTrue();
            assertThat(ready.get("phones").getAsInt()).isEqualTo(203);
            List<ProcessHandle> children = children(demo);
            assertThat(children).hasSize(3);
            assertThat(scratch.list()).hasSize(1);
            ProcessHandle killed = children.get(0);
            killed.destroyForcibly();
            // Until it is dead and buried, three are there without another one.
            await().atMost(START).until(() -> isStartedOnceMore(demo, killed));
            assertThat(demo.log()).containsOnlyOnce("it is started once more");
            List<ProcessHandle> last = children(demo);
            demo.stop();
            awaitEnd(last);
            assertThat(scratch.list()).isEmpty();
        }
    }

    @Test
    public void endedWhileItBeginsItLeavesNothingBehindEither() throws Exception {
        File scratch = folder.newFolder("scratch");
        ProcessBuilder builder =
                Command.process(folder.getRoot().toPath(), List.of("demo", "--once"));
        builder.environment().put("LINEKEEPER_JAVA_OPTS", "-Djava.io.tmpdir=" + scratch);
        builder.redirectErrorStream(true).redirectOutput(folder.newFile("out"));
        Process demo = builder.start();
        try {
            await().atMost(START).until(() -> demo.children().count() == 3);
            List<ProcessHandle> children = demo.children().toList();
            demo.destroy();
            assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(demo.exitValue()).isZero();
            awaitEnd(children);
            assertThat(scratch.list()).isEmpty();
        } finally {
            demo.descendants().forEach(ProcessHandle::destroyForcibly);
            demo.destroyForcibly();
        }
    }

    @Test
    public void itsPhonesDoNotOutliveADemoThatIsKilled() throws Exception {
        ProcessBuilder builder =
                Command.process(folder.getRoot().toPath(), List.of("demo", "--once"));
        builder.environment()
                .put("LINEKEEPER_JAVA_OPTS", "-Djava.io.tmpdir=" + folder.newFolder("scratch"));
        builder.redirectErrorStream(true).redirectOutput(folder.newFile("out"));
        Process demo = builder.start();
        try {
            await().atMost(START).until(() -> demo.children().count() == 3);
            List<ProcessHandle> children = demo.children().toList();
            demo.destroyForcibly();
            awaitEnd(children);
        } finally {
            demo.descendants().forEach(ProcessHandle::destroyForcibly);
            demo.destroyForcibly();
        }
    }

    @Test
    public void aBadOptionIsRefusedInOneSentence() throws Exception {
        Command.run(folder.getRoot().toPath(), "demo", "--phones", "3")
                .assertRefusedInOneSentence("--phones");
        Command.run(folder.getRoot().toPath(), "demo", "--http", "8090")
                .assertRefusedInOneSentence("--http", "ADDR:PORT");
    }
}
