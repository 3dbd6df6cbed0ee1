// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.T1_MS;
import static org.linekeeper.itests.Scene.msBetween;
import static org.linekeeper.itests.Scene.until;
import static org.linekeeper.itests.YealinkServers.ONE;
import static org.linekeeper.itests.YealinkServers.TTL_SECONDS;
import static org.linekeeper.itests.YealinkServers.VERDICT_MS;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.server.LabCall;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.Recorded;
import org.linekeeper.lab.server.Transport;
import org.linekeeper.lab.sip.SipMessage;

/** Y7 to Y10: failover from one target of a server to the next. */
@Category(Full.class)
public class YealinkFailoverIT {
    /** On a busy machine a send may be noted so much after it was made. */
    private static final long LATE_STAMP_MS = T1_MS / 2;

    @Rule public final YealinkServers servers = new YealinkServers();

    private PocketServer a() {
        return servers.a();
    }

    private PocketServer b() {
        return servers.b();
    }

    private static YealinkFile file() {
        return YealinkFile.server(ONE);
    }

    /** With the usual T1: what is decided soon was not decided by silence. */
    private static YealinkFile unhurried() {
        return file().set("advanced.timer_t1", "0.5")
                .set("advanced.timer_t2", "4")
                .set("advanced.timer_t4", "5");
    }

    private static YealinkFile registersFirst() {
        return file().set("sip_server.1.register_on_enable", 1);
    }

    private static YealinkFile onlyRegistered() {
        return file().set("sip_server.1.only_signal_with_registered", 1);
    }

    private static SipMessage last(PocketServer server, String method) {
        List<Recorded> received = server.received(method);
        return received.get(received.size() - 1).message();
    }

    /** A call that stands, and the mark behind it. */
    private String established(PhoneProcess phone) throws Exception {
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        // Its ACK is on the way when the call stands.
        until("the ACK", () -> servers.trace().stream().anyMatch(l -> l.text().startsWith("ACK")));
        servers.mark();
        return call;
    }

    private static int port(JsonObject thing) {
        return thing.getAsJsonObject("target").get("port").getAsInt();
    }

    /** When each send fell, in milliseconds from the first; T1 apart, then doubling. */
    private static void assertSends(List<TraceLine> sends, int count) {
        assertThat(sends).hasSize(count);
        for (int n = 1; n < count; n++) {
            long computed = ((1L << n) - 1) * T1_MS;
            assertThat(msBetween(sends, sends.subList(n, n + 1)))
                    .as("send %s", n + 1)
                    .isBetween(computed - LATE_STAMP_MS, computed + SLACK_MS);
        }
    }

    private void assertVerdict(String method, long verdictMs) throws Exception {
        assertThat(msBetween(servers.sends(method, a()), servers.sends(method, b())))
                .isBetween(verdictMs - LATE_STAMP_MS, verdictMs + SLACK_MS);
    }

    @Test
    public void Y7_anUnansweredRegisterIsSentThreeTimesAndGoesToTheNextTarget() throws Exception {
        a().silent();
        PhoneProcess phone = servers.phone(file());
        phone.awaitLine("on_backup", b().port(), SOON);

        assertSends(servers.sends("REGISTER", a()), 3);
        assertVerdict("REGISTER", VERDICT_MS);
        assertThat(servers.story()).containsExactly("REGISTER a", "REGISTER b");
        assertThat(b().bindings("100")).hasSize(1);
    }

    @Test
    public void Y7_theNextRegisterGoesToThePrimaryAgain() throws Exception {
        b().grantExpires(30);
        PhoneProcess phone = servers.phoneOnB(file(), "--time-scale", "20");
        a().up().silent();
        until("a refresh", () -> !servers.sends("REGISTER", b()).isEmpty());
        assertThat(servers.story()).startsWith("REGISTER a", "REGISTER b");
        assertVerdict("REGISTER", VERDICT_MS);

        a().up();
        JsonObject line = phone.awaitLine("on_primary", a().port(), SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("returned");
        until(
                "no binding is left behind",
                () -> a().bindings("100").stream().allMatch(held -> held.server().equals("a")));
    }

    @Test
    public void Y7_aTargetThatIsUnreachableOrSays503IsLeftAtOnce() throws Exception {
        a().closeSockets();
        PhoneProcess phone = servers.phone(unhurried());
        phone.awaitLine("on_backup", b().port(), SOON);
        assertThat(servers.sends("REGISTER", a())).hasSize(1);

        a().up().code("REGISTER", 503);
        b().clearRecords();
        servers.mark();
        phone.register();
        b().awaitReceived("REGISTER", 1, SOON);
        assertThat(servers.story()).containsExactly("REGISTER a", "REGISTER b");
        assertThat(a().received("REGISTER")).hasSize(1);
    }

    @Test
    public void Y7_anyOtherAnswerIsAnAnswer() throws Exception {
        a().code("REGISTER", 500);
        PhoneProcess phone = servers.phone(file());
        JsonObject line = phone.awaitState("unregistered", SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("response_500");
        assertThat(b().received()).isEmpty();
    }

    @Test
    public void Y8_anUnansweredInviteGoesOnAndTheNextCallBeginsAtThePrimary() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(file());
        a().silent();
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        b().awaitReceived("ACK", 1, SOON);
        assertSends(servers.sends("INVITE", a()), 3);
        assertVerdict("INVITE", VERDICT_MS);
        // Y9: nobody registers, for the two share what they know.
        assertThat(servers.story()).containsExactly("INVITE a", "INVITE b", "ACK b");
        assertThat(port(phone.call(call))).isEqualTo(b().port());
        assertThat(port(phone.line())).isEqualTo(b().port());
        assertThat(last(b(), "INVITE").uri()).isEqualTo(last(a(), "INVITE").uri());
        assertThat(last(b(), "INVITE").to().uri()).isEqualTo(last(a(), "INVITE").to().uri());
        assertThat(last(b(), "INVITE").from().uri()).isEqualTo(last(a(), "INVITE").from().uri());

        a().up();
        servers.mark();
        phone.awaitCall(phone.dial("300"), "state", "established", SOON);
        assertThat(servers.story()).startsWith("INVITE a").doesNotContain("INVITE b");
        phone.awaitLine("on_primary", a().port(), SOON);
    }

    @Test
    public void Y8_theCountOfAnInviteIsItsOwnAndZeroIsOneSend() throws Exception {
        YealinkFile file =
                file().set("sip_server.1.retry_counts", 0)
                        .set("sip_server.1.invite_retry_counts", 4);
        a().silent();
        PhoneProcess phone = servers.phone(file);
        phone.awaitLine("on_backup", b().port(), SOON);
        assertSends(servers.sends("REGISTER", a()), 1);
        assertVerdict("REGISTER", T1_MS);

        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertSends(servers.sends("INVITE", a()), 4);
        assertVerdict("INVITE", 15 * T1_MS);
    }

    @Test
    public void Y8_aTargetThatSays503OrIsUnreachableIsLeftAtOnce() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(unhurried());
        a().code("INVITE", 503);
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.sends("INVITE", a())).hasSize(1);
        assertThat(servers.story()).containsSubsequence("INVITE a", "ACK a", "INVITE b");

        a().closeSockets();
        servers.mark();
        phone.awaitCall(phone.dial("300"), "state", "established", SOON);
        assertThat(servers.sends("INVITE", a())).hasSize(1);
        assertThat(servers.sends("INVITE", b())).hasSize(1);
    }

    @Test
    public void Y8_aRefusedConnectionIsLeftAtOnce() throws Exception {
        servers.dns()
                .srv("_sip._tcp." + ONE, TTL_SECONDS, 1, 0, a().port(), "a." + ONE)
                .srv("_sip._tcp." + ONE, TTL_SECONDS, 2, 0, b().port(), "b." + ONE);
        PhoneProcess phone =
                servers.phoneOnPrimary(unhurried().set("sip_server.1.transport_type", 1));
        a().closeSockets();
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(b().calls()).hasSize(1);
        assertThat(b().received("INVITE")).extracting("transport").containsOnly(Transport.TCP);
        phone.awaitLine("on_backup", b().port(), SOON);
    }

    @Test
    public void Y8_aProvisionalResponseIsAnAnswer() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(file());
        a().script(
                        "INVITE",
                        exchange -> {
                            exchange.respond(100);
                            exchange.after(Duration.ofMillis(2 * VERDICT_MS), exchange::accept);
                        });
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.story()).containsExactly("INVITE a", "ACK a");
        assertThat(b().received()).isEmpty();
    }

    @Test
    public void Y8_aChallengeOfTheNextTargetIsAnsweredThere() throws Exception {
        a().challenge(true);
        b().challenge(true);
        PhoneProcess phone = servers.phoneOnPrimary(file());
        a().silent();
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        b().awaitReceived("ACK", 2, SOON);
        assertThat(servers.story())
                .containsExactly("INVITE a", "INVITE b", "ACK b", "INVITE b", "ACK b");
        assertThat(b().sent(m -> m.code() == 407)).hasSize(1);
        assertThat(last(b(), "INVITE").first("Proxy-Authorization")).isPresent();
    }

    @Test
    public void Y9_serversThatDoNotShareAreRegisteredWithFirst() throws Exception {
        b().challenge(true);
        PhoneProcess phone = servers.phoneOnPrimary(registersFirst());
        a().silent();
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        assertThat(servers.story()).startsWith("INVITE a", "REGISTER b", "INVITE b");
        assertThat(b().bindings("100")).anyMatch(held -> held.server().equals("b"));
        assertThat(port(phone.line())).isEqualTo(b().port());

        // With newRequests the next call begins at the primary, and registers there.
        a().up();
        servers.mark();
        phone.awaitCall(phone.dial("300"), "state", "established", SOON);
        assertThat(servers.story()).startsWith("REGISTER a", "INVITE a");
        assertThat(phone.call(call).get("state").getAsString()).isEqualTo("established");
    }

    @Test
    public void Y9_aByeGoesOnAtTheNextTargetAtOnce() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(file());
        String call = established(phone);
        a().silent();
        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);
        assertThat(servers.story()).containsExactly("BYE a", "BYE b");
        assertThat(servers.sends("BYE", a())).hasSize(3);
        assertThat(last(b(), "BYE").callId()).isEqualTo(last(a(), "BYE").callId());
        assertThat(last(b(), "BYE").to().tag()).isEqualTo(last(a(), "BYE").to().tag());
        assertThat(a().calls()).isEmpty();
    }

    @Test
    public void Y9_aByeRegistersFirstWhereServersDoNotShare() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(registersFirst());
        String call = established(phone);
        a().silent();
        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);
        assertThat(servers.story()).containsExactly("BYE a", "REGISTER b", "BYE b");
        assertThat(a().calls()).isEmpty();
    }

    @Test
    public void Y10_aCallWithoutARegistrationFailsWithAReason() throws Exception {
        a().code("REGISTER", 403);
        PhoneProcess phone = servers.phone(onlyRegistered());
        phone.awaitState("unregistered", SOON);
        servers.mark();

        String call = phone.dial("200");
        JsonObject failed = phone.awaitCall(call, "state", "failed", SOON);
        assertThat(failed.get("code").getAsInt()).isEqualTo(403);
        assertThat(failed.get("reason").getAsString()).isEqualTo("Forbidden");
        assertThat(servers.story()).containsExactly("REGISTER a");

        a().up();
        servers.mark();
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.story()).startsWith("REGISTER a", "INVITE a");
    }

    @Test
    public void Y10_withoutTheKeyACallNeedsNoRegistration() throws Exception {
        a().code("REGISTER", 403);
        PhoneProcess phone = servers.phone(file());
        phone.awaitState("unregistered", SOON);
        servers.mark();
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.story()).startsWith("INVITE a").doesNotContain("REGISTER a");
    }

    @Test
    public void Y10_oneRegistrationCountsForAllTargetsThatShareIt() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(onlyRegistered());
        a().silent();
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.story()).startsWith("INVITE a", "INVITE b");
        assertThat(servers.sends("REGISTER", b())).isEmpty();
    }

    @Test
    public void Y10_aTargetThatSharesNothingNeedsItsOwnRegistration() throws Exception {
        YealinkFile file = onlyRegistered().set("sip_server.1.register_on_enable", 1);
        PhoneProcess phone = servers.phoneOnPrimary(file);
        a().silent();
        b().code("REGISTER", 403);
        String call = phone.dial("200");
        JsonObject failed = phone.awaitCall(call, "state", "failed", SOON);
        assertThat(failed.get("code").getAsInt()).isEqualTo(403);
        assertThat(servers.story()).containsExactly("INVITE a", "REGISTER b");

        b().up();
        servers.mark();
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.story()).containsSubsequence("REGISTER b", "INVITE b");
        assertThat(servers.sends("INVITE", a())).isEmpty();
    }

    @Test
    public void anEstablishedCallKeepsItsServerWhileTheLineMoves() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(file());
        LabCall caller = a().callTo("100");
        String old = phone.awaitRinging(SOON);
        phone.answer(old);
        caller.awaitAnswered(SOON);
        phone.awaitCall(old, "state", "established", SOON);

        a().silent();
        String young = phone.dial("300");
        phone.awaitCall(young, "state", "established", SOON);
        phone.awaitLine("on_backup", b().port(), SOON);
        assertThat(port(phone.call(old))).isEqualTo(a().port());
        a().up();
        assertThat(caller.update().awaitFinal(SOON).code()).isEqualTo(200);

        servers.mark();
        phone.hangUp(old);
        phone.awaitCall(old, "bye", "ok", SOON);
        phone.hangUp(young);
        phone.awaitCall(young, "bye", "ok", SOON);
        assertThat(servers.story()).containsSubsequence("BYE a", "BYE b");
        assertThat(a().calls()).isEmpty();
        assertThat(b().calls()).isEmpty();
    }
}
