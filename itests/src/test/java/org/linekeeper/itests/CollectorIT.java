// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** {@code linekeeper collect} with a real mosquitto, and without one. */
public class CollectorIT {
    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private Path home;

    @Before
    public void where() {
        home = folder.getRoot().toPath().resolve("home");
    }

    private Path directory(String name) {
        return folder.getRoot().toPath().resolve(name);
    }

    private Command.Ended collect(String... words) throws Exception {
        String[] all = new String[words.length + 3];
        System.arraycopy(new String[] {"collect", "--home", home.toString()}, 0, all, 0, 3);
        System.arraycopy(words, 0, all, 3, words.length);
        return Command.run(folder.getRoot().toPath(), all);
    }

    @Test
    public void whatIsToldIsInTheHistoryAndAcknowledged() throws Exception {
        try (RealMosquitto broker = RealMosquitto.start(directory("broker"));
                CollectorProcess collector = CollectorProcess.start(home, "--mqtt", broker.url())) {
            assertThat(collector.readyLine())
                    .isEqualTo(
                            "{\"ready\":true,\"mqtt\":\"127.0.0.1:"
                                    + broker.port()
                                    + "\",\"db\":\"h2\"}");
            ToldTransitions told = new ToldTransitions(broker, "desk-1");
            assertThat(told.tell(1, 32)).isTrue();
            told.awaitAcknowledged(40);
            broker.publish("lk/1/default/desk-1/up/ev", "{\"v\":1,\"tr\":[", false);
            broker.publish("lk/1/default/desk-1/up/ev", "x".repeat(70_000), true);
            told.awaitAcknowledged(45);
            collector.stop();
            assertThat(ToldTransitions.inHistory(home)).isEqualTo(ToldTransitions.all(45));
        }
    }

    @Test
    @Category(Full.class)
    public void aBrokerThatIsAwayIsOneWarningAndIsFoundWhenItComes() throws Exception {
        RealMosquitto broker = RealMosquitto.start(directory("broker"));
        broker.kill();
        try (broker;
                CollectorProcess collector = CollectorProcess.start(home, "--mqtt", broker.url())) {
            assertThat(collector.log()).contains("No broker at 127.0.0.1:" + broker.port());
            broker.startAgain();
            collector.awaitLog("Listens at the broker", 1);
            new ToldTransitions(broker, "desk-1").awaitAcknowledged(3);
            broker.kill();
            broker.startAgain();
            collector.awaitLog("Listens at the broker", 2);
            collector.stop();
            assertThat(collector.log().lines().filter(line -> line.contains(" WARN "))).hasSize(2);
        }
    }

    @Test
    @Category(Full.class)
    public void anotherTenantIsNotHeard() throws Exception {
        try (RealMosquitto broker = RealMosquitto.start(directory("broker"));
                CollectorProcess collector =
                        CollectorProcess.start(
                                home, "--mqtt", broker.url(), "--tenant", "somebody")) {
            ToldTransitions told = new ToldTransitions(broker, "desk-1");
            assertThat(told.tell(1, 3)).isTrue();
            assertThat(told.acknowledged()).isZero();
            collector.stop();
            assertThat(ToldTransitions.inHistory(home)).isEmpty();
        }
    }

    @Test
    @Category(Full.class)
    public void twoInOneHomeAreOneTooMany() throws Exception {
        try (CollectorProcess first =
                CollectorProcess.start(home, "--mqtt", "mqtt://127.0.0.1:9")) {
            collect().assertRefusedInOneSentence("another linekeeper runs in");
            String file = "jdbc:h2:file:" + home.resolve("history");
            home = directory("another");
            collect("--db", file)
                    .assertRefusedInOneSentence(
                            "The database cannot be used: its file is in use by another process.");
            first.stop();
        }
    }

    @Test
    public void whatCannotBeIsRefusedInOneSentence() throws Exception {
        collect("--db", "jdbc:mysql://db/fleet")
                .assertRefusedInOneSentence("neither jdbc:h2: nor jdbc:postgresql:");
        collect("--db", "jdbc:postgresql://db/fleet?password=hidden")
                .assertRefusedInOneSentence("LINEKEEPER_DB_PASSWORD");
        collect("--mqtt", "http://broker").assertRefusedInOneSentence("--mqtt is not mqtt://");
        collect("--mqtt-listen", "127.0.0.1:0", "--mqtt", "mqtt://broker")
                .assertRefusedInOneSentence("--mqtt-listen", "contradict");
        collect("--http", "127.0.0.1:1").assertRefusedInOneSentence("there is no option --http");
    }

    @Test
    public void onePhoneImageCannotCollect() throws Exception {
        Command.java(
                        folder.getRoot().toPath(),
                        ImageFiles.image().resolve("linekeeper.jar"),
                        "collect",
                        "--home",
                        home.toString())
                .assertRefusedInOneSentence("collect needs the bundle org.linekeeper.collector");
    }
}
