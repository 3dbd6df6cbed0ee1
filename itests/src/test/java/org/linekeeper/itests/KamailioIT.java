// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestWatcher;
import org.junit.runner.Description;

/**
 * The phone as a process between two real Kamailios and a SIPp that answers. T1 is 100 ms;
 * intervals and expiries pass ten times as fast: a TTL of 60 s is 6 s here.
 */
public class KamailioIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Four sends at 0, 100, 300 and 700 ms, the verdict when the fifth would be due. */
    private static final Duration SILENCE = Duration.ofMillis(1500);

    /** What a busy machine may add to a computed time. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final TestWatcher sayWhatThePhoneSaid =
            new TestWatcher() {
                @Override
                protected void failed(Throwable why, Description test) {
                    System.err.println(test.getMethodName() + "; the phone said:\n" + said);
                }
            };

    private final List<AutoCloseable> processes = new ArrayList<>();
    private String said = "";
    private SippAnswerer answerer;
    private RealKamailio first;
    private RealKamailio second;
    private PhoneProcess phone;

    @BeforeClass
    public static void realServersAreInstalled() {
        RealKamailio.installed();
        SippAnswerer.installed();
    }

    @Before
    public void startServers() throws IOException {
        Path directory = folder.getRoot().toPath();
        answerer = closed(SippAnswerer.start(directory.resolve("answerer")));
        first = closed(RealKamailio.start(directory.resolve("first"), answerer.port()));
        second = closed(RealKamailio.start(directory.resolve("second"), answerer.port()));
    }

    @After
    public void stop() throws Exception {
        try {
            if (phone != null) {
                said = phone.log() + phone.ladder();
                phone.stop();
            }
        } finally {
            for (AutoCloseable process : processes) {
                process.close();
            }
        }
    }

    private <T extends AutoCloseable> T closed(T process) {
        processes.add(process);
        return process;
    }

    private FanvilFile file() throws IOException {
        return FanvilFile.line(first.port(), second.port());
    }

    /** Starts the phone and waits until the first Kamailio has its registration. */
    private void startPhone(FanvilFile file) throws IOException {
        Path directory = folder.getRoot().toPath();
        Path config = file.write(directory.resolve("phone.cfg"));
        phone = closed(PhoneProcess.run(config, directory.resolve("home"), "--time-scale", "10"));
        phone.awaitLine("on_primary", first.port(), SOON);
    }

    private SippCaller caller(RealKamailio node, Duration talk) throws IOException {
        return closed(SippCaller.call(folder.newFolder().toPath(), "100", node.port(), talk));
    }

    private void dialAndExpectTheAnswererThrough(RealKamailio node) throws Exception {
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        assertThat(answerer.awaitFirst("INVITE").viaPort()).isEqualTo(node.port());
        assertThat(answerer.awaitFirst("ACK").viaPort()).isEqualTo(node.port());
        phone.hangUp(call);
        assertThat(answerer.awaitFirst("BYE").viaPort()).isEqualTo(node.port());
        phone.awaitCall(call, "bye", "ok", SOON);
    }

    private void expectACallFromOutsideThrough(RealKamailio node) throws Exception {
        SippCaller caller = caller(node, Duration.ofMillis(100));
        phone.answer(phone.awaitRinging(SOON));
        assertThat(caller.succeeds(SOON)).isTrue();
    }

    @Test
    public void registersWithDigestAndKeepsThePasswordToItself() throws Exception {
        startPhone(file());

        List<TraceLine> trace = phone.trace();
        assertThat(trace).anyMatch(line -> line.isAnswer(401, first.port()));
        assertThat(trace)
                .anyMatch(
                        line ->
                                line.isSent("REGISTER", first.port())
                                        && line.text().contains("Authorization: Digest"));
        assertThat(trace).noneMatch(line -> line.text().contains("secret"));
    }

    @Test
    public void placesACallThatIsAnsweredAndHangsUp() throws Exception {
        startPhone(file());
        dialAndExpectTheAnswererThrough(first);
    }

    @Test
    public void anIncomingCallRingsIsAnsweredAndEndsWithTheCallersBye() throws Exception {
        startPhone(file());
        SippCaller caller = caller(first, Duration.ofMillis(300));
        String call = phone.awaitRinging(SOON);
        phone.answer(call);
        phone.awaitCall(call, "state", "established", SOON);
        phone.awaitCall(call, "state", "ended", SOON);
        assertThat(caller.succeeds(SOON)).isTrue();
    }

    @Test
    public void F2_aRefreshAtAKilledServerMovesTheLineUnasked() throws Exception {
        startPhone(file());
        first.kill();

        // The refresh is due at 80 to 90 % of 6 s; ICMP then decides at once.
        phone.awaitLine("on_backup", second.port(), SOON);

        expectACallFromOutsideThrough(second);
    }

    @Test
    public void F2_aSilentServerIsGivenUpAtTheComputedTime() throws Exception {
        startPhone(file());
        first.freeze();
        Instant frozen = Instant.now();
        phone.register();
        phone.awaitLine("on_backup", second.port(), SOON);

        List<TraceLine> sent =
                phone.trace().stream().filter(line -> !line.at().isBefore(frozen)).toList();
        Instant begun = firstRegister(sent, first.port());
        Instant moved = firstRegister(sent, second.port());
        assertThat(Duration.between(begun, moved)).isBetween(SILENCE, SILENCE.plus(SLACK));
        assertThat(sent.stream().filter(line -> line.isSent("REGISTER", first.port()))).hasSize(4);
        first.thaw();
    }

    private static Instant firstRegister(List<TraceLine> trace, int port) {
        return trace.stream()
                .filter(line -> line.isSent("REGISTER", port))
                .findFirst()
                .orElseThrow()
                .at();
    }

    @Test
    public void F1_aTcpConnectionThatClosesMovesTheLineUnasked() throws Exception {
        // No refresh is due while the test waits.
        FanvilFile file = file().set("Register TTL", 3600);
        startPhone(file.set("Transport", 1).set("Backup Transport", 1));
        first.kill();
        phone.awaitLine("on_backup", second.port(), SOON);
        dialAndExpectTheAnswererThrough(second);
        expectACallFromOutsideThrough(second);
    }

    @Test
    public void F3_theCallerDialsOnceAlthoughTheServerIsDead() throws Exception {
        startPhone(file());
        first.kill();

        dialAndExpectTheAnswererThrough(second);

        phone.awaitLine("on_backup", second.port(), SOON);
        assertThat(answerer.seen()).filteredOn(seen -> seen.method().equals("INVITE")).hasSize(1);
    }

    @Test
    public void F4_byeReachesTheAnswererThroughTheSecondServer() throws Exception {
        startPhone(file());
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        SippAnswerer.Seen invite = answerer.awaitFirst("INVITE");
        assertThat(invite.viaPort()).isEqualTo(first.port());
        answerer.awaitFirst("ACK");

        first.kill();
        phone.hangUp(call);
        assertThat(phone.call(call).get("state").getAsString()).isEqualTo("ended");

        SippAnswerer.Seen bye = answerer.awaitFirst("BYE");
        assertThat(bye).isEqualTo(new SippAnswerer.Seen("BYE", invite.callId(), second.port()));
        phone.awaitCall(call, "bye", "ok", SOON);
        phone.awaitLine("on_backup", second.port(), SOON);
    }

    @Test
    public void F6_withAllServersDeadTheCallerIsToldAndTheLineComesBackByItself() throws Exception {
        startPhone(file());
        first.kill();
        second.kill();

        String call = phone.dial("200");
        phone.awaitCall(call, "state", "failed", SOON);
        phone.awaitState("unregistered", SOON);

        second.startAgain();
        // Reg Fail Interval is 32 s, and at most doubled by now.
        phone.awaitLine("on_backup", second.port(), SOON);
    }

    @Test
    public void F7_theLineReturnsWhenTheFirstServerIsBack() throws Exception {
        startPhone(file());
        first.kill();
        phone.register();
        phone.awaitLine("on_backup", second.port(), SOON);

        first.startAgain();
        JsonObject line = phone.awaitLine("on_primary", first.port(), SOON);

        assertThat(line.get("why").getAsString()).isEqualTo("returned");
        dialAndExpectTheAnswererThrough(first);
    }
}
