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
import static org.linekeeper.itests.YealinkServers.THREE;
import static org.linekeeper.itests.YealinkServers.TWO;
import static org.linekeeper.itests.YealinkServers.VERDICT_MS;

import com.google.gson.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.Recorded;
import org.linekeeper.lab.sip.SipMessage;

/**
 * Y13 to Y15: from server 1 to server 2 and back. Server 1 is c and server 2 is d, but for Y15. The
 * intervals are 10 s and pass twenty times as fast.
 */
@Category(Full.class)
public class YealinkFallbackIT {
    private static final String[] FAST = {"--time-scale", "20"};
    private static final long INTERVAL_MS = 500;

    @Rule public final YealinkServers servers = new YealinkServers();

    private PocketServer c() {
        return servers.c();
    }

    private PocketServer d() {
        return servers.d();
    }

    private static YealinkFile successive(String first, String second) {
        return YealinkFile.server(first)
                .second(second)
                .set("fallback.redundancy_type", 1)
                .set("fallback.timeout", 10);
    }

    private static YealinkFile concurrent(String first, String second) {
        return YealinkFile.server(first)
                .second(second)
                .set("fallback.redundancy_type", 0)
                .set("reg_fail_retry_interval", 10);
    }

    private PhoneProcess successiveOnD() throws Exception {
        c().silent();
        PhoneProcess phone = servers.phone(successive(TWO, THREE), FAST);
        phone.awaitLine("on_backup", d().port(), SOON);
        return phone;
    }

    /** Registered with both, c is the one for calls. */
    private PhoneProcess withBoth(YealinkFile file) throws Exception {
        PhoneProcess phone = servers.phone(file, FAST);
        phone.awaitLine("on_primary", c().port(), SOON);
        until("both are registered with", () -> bindings(c()) == 1 && bindings(d()) == 1);
        servers.mark();
        return phone;
    }

    /** The same with c out, found by an INVITE. */
    private PhoneProcess withBothOnD(YealinkFile file) throws Exception {
        PhoneProcess phone = withBoth(file);
        c().silent();
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);
        phone.awaitLine("on_backup", d().port(), SOON);
        servers.mark();
        return phone;
    }

    private static int bindings(PocketServer server) {
        return server.bindings("100").size();
    }

    private static boolean removes(Recorded request) {
        SipMessage message = request.message();
        return message.seconds("Expires").filter(seconds -> seconds == 0).isPresent();
    }

    private static SipMessage first(PocketServer server, String method) {
        return server.awaitReceived(method, 1, SOON).get(0).message();
    }

    @Test
    public void Y13_oneServerIsRegisteredWithAtATime() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(successive(TWO, THREE), FAST);
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.story()).containsExactly("INVITE c", "ACK c");
        assertThat(phone.line().getAsJsonArray("registrations")).hasSize(1);
        assertThat(d().received()).isEmpty();
    }

    @Test
    public void Y13_theSecondServerIsRegisteredWithWhenTheRetriesAtTheFirstAreSpent()
            throws Exception {
        successiveOnD();
        List<TraceLine> asked = servers.sends("REGISTER", c());
        assertThat(asked).hasSize(3);
        assertThat(msBetween(asked, servers.sends("REGISTER", d())))
                .isBetween(VERDICT_MS, VERDICT_MS + SLACK_MS);
        assertThat(first(d(), "REGISTER").uri()).isEqualTo("sip:" + THREE);
        assertThat(first(d(), "REGISTER").from().uri()).isEqualTo("sip:100@" + THREE);
    }

    @Test
    public void Y13_aRefreshThatIsNotAnsweredMovesAtOnce() throws Exception {
        c().grantExpires(30);
        PhoneProcess phone = servers.phoneOnPrimary(successive(TWO, THREE), FAST);
        c().silent();
        phone.awaitLine("on_backup", d().port(), SOON);
        List<TraceLine> refresh = servers.sends("REGISTER", c());
        assertThat(refresh).hasSize(3);
        assertThat(msBetween(refresh, servers.sends("REGISTER", d())))
                .isBetween(VERDICT_MS, VERDICT_MS + SLACK_MS);
    }

    @Test
    public void Y13_anInviteThatIsNotAnsweredMovesAtOnceAndRegistersFirst() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(successive(TWO, THREE));
        c().silent();
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.sends("INVITE", c())).hasSize(3);
        assertThat(servers.story()).containsExactly("INVITE c", "REGISTER d", "INVITE d", "ACK d");
        assertThat(first(d(), "INVITE").uri()).isEqualTo("sip:200@" + THREE);
        assertThat(phone.line().get("state").getAsString()).isEqualTo("on_backup");
    }

    @Test
    public void Y13_theFirstServerIsProbedEachTimeoutAndTheSecondIsNotDisturbed() throws Exception {
        PhoneProcess phone = successiveOnD();
        servers.mark();
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        List<List<TraceLine>> probes = Attempts.await(servers, "REGISTER", c(), 5);
        // The first may have been under way when the mark was set, the last may be so now.
        assertThat(probes.subList(1, 4)).allSatisfy(probe -> assertThat(probe).hasSize(3));
        long period = VERDICT_MS + INTERVAL_MS;
        assertThat(Attempts.periods(probes.subList(1, 5)))
                .allSatisfy(ms -> assertThat(ms).isBetween(period - 1, period + SLACK_MS));
        assertThat(servers.sends("REGISTER", d())).isEmpty();
        assertThat(phone.call(call).get("state").getAsString()).isEqualTo("established");
        assertThat(phone.line().get("state").getAsString()).isEqualTo("on_backup");
    }

    @Test
    public void Y13_onceTheFirstServerAnswersTheLineIsBack() throws Exception {
        PhoneProcess phone = successiveOnD();
        String old = phone.dial("200");
        phone.awaitCall(old, "state", "established", SOON);
        c().up();
        JsonObject line = phone.awaitLine("on_primary", c().port(), SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("returned");
        servers.mark();
        phone.awaitCall(phone.dial("300"), "state", "established", SOON);
        assertThat(servers.story()).containsExactly("INVITE c", "ACK c");

        assertThat(bindings(d())).as("while a call is there").isEqualTo(1);
        phone.hangUp(old);
        phone.awaitCall(old, "bye", "ok", SOON);
        until("the second server has no binding", () -> bindings(d()) == 0);
        assertThat(bindings(c())).isEqualTo(1);
        assertThat(Attempts.of(servers, "BYE", d())).hasSize(1);
    }

    @Test
    public void Y14_bothServersAreRegisteredWithAtTheSameTimeEachWithItsOwnExpires()
            throws Exception {
        YealinkFile file =
                concurrent(TWO, THREE)
                        .set("sip_server.1.expires", 300)
                        .set("sip_server.1.retry_counts", 20)
                        .set("sip_server.2.expires", 900);
        c().silent();
        PhoneProcess phone = servers.phone(file, FAST);
        until("the second one has answered", () -> bindings(d()) == 1);
        assertThat(servers.sends("REGISTER", c())).as("still asked").hasSizeLessThan(20);
        c().up();
        phone.awaitLine("on_primary", c().port(), SOON);
        assertThat(phone.line().getAsJsonArray("registrations"))
                .extracting(each -> each.getAsJsonObject().get("state").getAsString())
                .containsExactly("registered", "registered");
        assertThat(first(c(), "REGISTER").seconds("Expires")).contains(300);
        assertThat(first(c(), "REGISTER").to().uri()).isEqualTo("sip:100@" + TWO);
        assertThat(first(d(), "REGISTER").seconds("Expires")).contains(900);
        assertThat(first(d(), "REGISTER").to().uri()).isEqualTo("sip:100@" + THREE);
        assertThat(bindings(d())).isEqualTo(1);
    }

    @Test
    public void Y14_anUnansweredInviteGoesToTheSecondServerAtOnceAfterTheRetryCounts()
            throws Exception {
        YealinkFile file =
                concurrent(TWO, THREE)
                        .set("sip_server.1.retry_counts", 2)
                        .set("sip_server.1.invite_retry_counts", 5);
        PhoneProcess phone = withBoth(file);
        c().silent();
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        List<TraceLine> asked = servers.sends("INVITE", c());
        assertThat(asked).hasSize(2);
        assertThat(msBetween(asked, servers.sends("INVITE", d())))
                .isBetween(3L * T1_MS, 3L * T1_MS + SLACK_MS);
        assertThat(servers.story()).startsWith("INVITE c", "INVITE d");
        assertThat(servers.sends("REGISTER", d())).isEmpty();
        assertThat(phone.call(call).getAsJsonObject("target").get("port").getAsInt())
                .isEqualTo(d().port());
        JsonObject line = phone.awaitLine("on_backup", d().port(), SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("no_answer");
    }

    @Test
    public void Y14_whileTheFirstServerIsOutItIsAskedEachRetryIntervalAndCallsGoToTheSecond()
            throws Exception {
        PhoneProcess phone = withBothOnD(concurrent(TWO, THREE));
        List<List<TraceLine>> asked = Attempts.await(servers, "REGISTER", c(), 2);
        String call = phone.dial("300");
        phone.awaitCall(call, "state", "established", SOON);
        assertThat(servers.sends("INVITE", c())).isEmpty();
        assertThat(Attempts.of(servers, "INVITE", d())).hasSize(1);

        asked = Attempts.await(servers, "REGISTER", c(), 5);
        // The first may have been under way when the mark was set, the last may be so now.
        assertThat(asked.subList(1, 4)).allSatisfy(one -> assertThat(one).hasSize(3));
        long period = VERDICT_MS + INTERVAL_MS;
        assertThat(Attempts.periods(asked.subList(1, 5)))
                .allSatisfy(ms -> assertThat(ms).isBetween(period - 1, period + SLACK_MS));
        assertThat(servers.sends("REGISTER", d())).isEmpty();
        assertThat(phone.call(call).get("state").getAsString()).isEqualTo("established");
    }

    @Test
    public void Y14_onceTheFirstServerAnswersCallsGoThereAgainAndBothBindingsStay()
            throws Exception {
        PhoneProcess phone = withBothOnD(concurrent(TWO, THREE));
        c().up();
        JsonObject line = phone.awaitLine("on_primary", c().port(), SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("returned");
        servers.mark();
        phone.awaitCall(phone.dial("300"), "state", "established", SOON);
        assertThat(servers.story()).containsExactly("INVITE c", "ACK c");
        assertThat(bindings(c())).isEqualTo(1);
        assertThat(bindings(d())).isEqualTo(1);
        assertThat(d().received("REGISTER")).noneMatch(YealinkFallbackIT::removes);
    }

    @Test
    public void Y14_theSecondServersFailureIsNobodysBusinessAndItIsAskedAnew() throws Exception {
        d().silent();
        PhoneProcess phone = servers.phoneOnPrimary(concurrent(TWO, THREE), FAST);
        List<List<TraceLine>> asked = Attempts.await(servers, "REGISTER", d(), 3);
        assertThat(asked.get(1)).hasSize(3);
        assertThat(phone.line().get("state").getAsString()).isEqualTo("on_primary");
        d().up();
        until("both are registered with", () -> bindings(d()) == 1);
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(Attempts.of(servers, "INVITE", c())).hasSize(1);
        assertThat(servers.sends("INVITE", d())).isEmpty();
    }

    @Test
    public void Y14_theSecondServerGivesCallsOnlySubscriptionsStayWithTheFirst() throws Exception {
        PhoneProcess phone = withBothOnD(concurrent(TWO, THREE));
        phone.awaitCall(phone.dial("300"), "state", "established", SOON);
        subscribe(phone);
        Attempts.await(servers, "REGISTER", c(), 3);
        assertThat(servers.sends("SUBSCRIBE", d())).isEmpty();
        c().up();
        phone.awaitLine("on_primary", c().port(), SOON);
        c().awaitReceived("SUBSCRIBE", 1, SOON);
        until("it stands there", () -> c().subscriptions().size() == 1);
        assertThat(d().received("SUBSCRIBE")).isEmpty();
    }

    private static void subscribe(PhoneProcess phone) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://"
                                                + phone.place()
                                                + "/api/v1/lines/1/subscriptions"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"event\": \"message-summary\"}"))
                        .build();
        assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode())
                .isEqualTo(201);
    }

    @Test
    public void Y15_onlyWhenEachTargetOfTheFirstServerHasFailedTheSecondIsAsked() throws Exception {
        servers.a().silent();
        PhoneProcess phone = servers.phone(successive(ONE, TWO), FAST);
        phone.awaitLine("on_backup", servers.b().port(), SOON);
        assertThat(c().received()).isEmpty();
        assertThat(servers.story()).containsExactly("REGISTER a", "REGISTER b");

        servers.b().silent();
        servers.mark();
        phone.register();
        phone.awaitLine("on_backup", c().port(), SOON);
        assertThat(servers.story()).startsWith("REGISTER a", "REGISTER b", "REGISTER c");
        assertThat(servers.sends("REGISTER", servers.a())).hasSize(3);
        assertThat(servers.sends("REGISTER", servers.b())).hasSize(3);
    }

    @Test
    public void Y15_theWayBackIsToAnyTargetOfTheFirstServer() throws Exception {
        servers.a().silent();
        servers.b().silent();
        PhoneProcess phone = servers.phone(successive(ONE, TWO), FAST);
        phone.awaitLine("on_backup", c().port(), SOON);
        assertThat(servers.story()).containsExactly("REGISTER a", "REGISTER b", "REGISTER c");
        servers.b().up();
        JsonObject line = phone.awaitLine("on_backup", servers.b().port(), SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("returned");
        until("the second server has no binding", () -> bindings(c()) == 0);
        assertThat(bindings(servers.b())).isEqualTo(1);
    }

    @Test
    public void Y15_withBothRegisteredAnInviteTriesEachTargetOfTheFirstServerBeforeTheSecond()
            throws Exception {
        PhoneProcess phone = servers.phone(concurrent(ONE, TWO), FAST);
        phone.awaitLine("on_primary", servers.a().port(), SOON);
        until("both are registered with", () -> bindings(c()) == 1);
        servers.mark();
        servers.a().silent();
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.story()).startsWith("INVITE a", "INVITE b", "ACK b");
        assertThat(servers.sends("INVITE", c())).isEmpty();

        servers.b().silent();
        servers.mark();
        phone.awaitCall(phone.dial("300"), "state", "established", SOON);
        List<String> invites =
                servers.story().stream().filter(words -> words.startsWith("INVITE")).toList();
        assertThat(invites).containsExactly("INVITE a", "INVITE b", "INVITE c");
        assertThat(phone.line().get("state").getAsString()).isEqualTo("on_backup");
    }
}
