// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.T1_MS;
import static org.linekeeper.itests.Scene.until;
import static org.linekeeper.itests.YealinkServers.ONE;
import static org.linekeeper.itests.YealinkServers.TTL_SECONDS;

import com.google.gson.JsonObject;
import java.net.InetAddress;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.server.LabSubscription;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.Recorded;
import org.linekeeper.lab.sip.SipMessage;

/**
 * Subscriptions, and Y12: what becomes of them when the line moves. Intervals pass forty times as
 * fast: what is granted for 30 s is renewed after 600 to 675 ms.
 */
@Category(Full.class)
public class YealinkSubscribeIT {
    private static final String[] FAST = {"--time-scale", "40"};
    private static final int BRIEF_SECONDS = 30;
    private static final long LEAST_RENEWAL_MS = 600 - T1_MS;
    private static final String MESSAGES = "message-summary";
    private static final String TWO_MACHINES = "machines.example";

    @Rule public final YealinkServers servers = new YealinkServers();

    private PocketServer a() {
        return servers.a();
    }

    private static YealinkFile file() {
        return YealinkFile.server(ONE);
    }

    /** Subscribed to messages at a, and the mark behind it. */
    private PhoneProcess subscribed(YealinkFile file) throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(file, FAST);
        phone.subscribe(MESSAGES);
        phone.awaitSubscription("active", a().port(), SOON);
        servers.mark();
        return phone;
    }

    private static SipMessage subscribe(PocketServer server, int number) {
        List<Recorded> all = server.awaitReceived("SUBSCRIBE", number, SOON);
        return all.get(number - 1).message();
    }

    private static SipMessage last(PocketServer server) {
        List<Recorded> all = server.received("SUBSCRIBE");
        return all.get(all.size() - 1).message();
    }

    private static LabSubscription granted(PocketServer server) {
        until("a subscription at " + server.name(), () -> server.subscriptions().size() == 1);
        return server.subscriptions().get(0);
    }

    private static void assertNew(SipMessage subscribe, SipMessage before) {
        assertThat(subscribe.to().tag()).isEmpty();
        assertThat(subscribe.callId()).isNotEqualTo(before.callId());
        assertThat(subscribe.first("Event")).contains(MESSAGES);
    }

    @Test
    public void aSubscriptionIsAskedForWithDigestNotifiedAndEnded() throws Exception {
        a().challenge(true);
        PhoneProcess phone = servers.phoneOnPrimary(file());
        assertThat(phone.subscriptions()).isEmpty();
        String id = phone.subscribe(MESSAGES);
        JsonObject one = phone.awaitSubscription("active", a().port(), SOON);
        assertThat(one.get("id").getAsString()).isEqualTo(id);
        assertThat(one.get("event").getAsString()).isEqualTo(MESSAGES);
        assertThat(one.get("expires_at").isJsonNull()).isFalse();
        SipMessage asked = subscribe(a(), 2);
        assertThat(asked.first("Event")).contains(MESSAGES);
        assertThat(asked.headers())
                .extracting("name")
                .containsAnyOf("Authorization", "Proxy-Authorization");
        assertThat(asked.first("Accept")).contains("application/simple-message-summary");

        LabSubscription granted = granted(a());
        assertThat(granted.notify("active;expires=600").awaitFinal(SOON).code()).isEqualTo(200);
        assertThat(granted.notify("pending;expires=600").awaitFinal(SOON).code()).isEqualTo(200);
        phone.awaitSubscription("pending", a().port(), SOON);

        phone.unsubscribe(id);
        until("it is over", () -> phone.subscriptions().isEmpty());
        until("it is over there", () -> a().subscriptions().isEmpty());
        SipMessage end = last(a());
        assertThat(end.seconds("Expires")).contains(0);
        assertThat(end.callId()).isEqualTo(asked.callId());
        assertThat(end.to().tag()).isPresent();
        // The last NOTIFY, which says so, is answered too.
        until(
                "its answer",
                () ->
                        servers.trace().stream()
                                .anyMatch(
                                        line ->
                                                !line.out()
                                                        && line.text().startsWith("NOTIFY")
                                                        && line.text().contains("terminated")));
    }

    @Test
    public void aSubscriptionIsRenewedInItsDialogBeforeItRunsOut() throws Exception {
        a().grantExpires(BRIEF_SECONDS);
        subscribed(file());
        SipMessage first = subscribe(a(), 1);
        SipMessage second = subscribe(a(), 2);
        List<Recorded> renewals = a().received("SUBSCRIBE");
        assertThat(renewals.get(1).sinceStartMs() - renewals.get(0).sinceStartMs())
                .isBetween(LEAST_RENEWAL_MS, LEAST_RENEWAL_MS + SLACK_MS);
        assertThat(second.callId()).isEqualTo(first.callId());
        assertThat(second.to().tag()).contains(granted(a()).dialog().calleeTag());
        assertThat(second.cseq().number()).isGreaterThan(first.cseq().number());
        assertThat(subscribe(a(), 3).callId()).isEqualTo(first.callId());
    }

    @Test
    public void aRenewalThatIsNotAnsweredGoesToTheNextTarget() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(file(), FAST);
        a().grantExpires(BRIEF_SECONDS);
        phone.subscribe(MESSAGES);
        phone.awaitSubscription("active", a().port(), SOON);
        servers.mark();
        a().silent();
        phone.awaitSubscription("active", servers.b().port(), SOON);
        assertThat(servers.sends("SUBSCRIBE", a())).hasSize(3);
        // They share registrations, so nobody registers.
        assertThat(servers.story()).containsExactly("SUBSCRIBE a", "SUBSCRIBE b");
        assertThat(subscribe(servers.b(), 1).to().tag()).isEmpty();
    }

    @Test
    public void aDialogThatTheServerForgotIsReplacedByANewOne() throws Exception {
        a().grantExpires(BRIEF_SECONDS);
        PhoneProcess phone = subscribed(file());
        SipMessage first = subscribe(a(), 1);
        // As after a restart of the server, which loses subscriptions and not the line.
        a().closeSockets().up();
        a().awaitReceived(
                        "a new SUBSCRIBE",
                        m -> m.isRequest() && m.method().equals("SUBSCRIBE") && isNew(m, first),
                        1,
                        SOON);
        assertThat(a().sent(m -> !m.isRequest() && m.code() == 481)).isNotEmpty();
        phone.awaitSubscription("active", a().port(), SOON);
        granted(a());
    }

    private static boolean isNew(SipMessage subscribe, SipMessage before) {
        return subscribe.to().tag().isEmpty() && !subscribe.callId().equals(before.callId());
    }

    @Test
    public void aSubscriptionThatIsDeactivatedIsAskedForAtOnce() throws Exception {
        PhoneProcess phone = subscribed(file());
        SipMessage first = subscribe(a(), 1);
        assertThat(granted(a()).terminate("deactivated").awaitFinal(SOON).code()).isEqualTo(200);
        assertNew(subscribe(a(), 2), first);
        phone.awaitSubscription("active", a().port(), SOON);
    }

    @Test
    public void aSubscriptionThatIsRejectedIsNeverAskedForAgain() throws Exception {
        a().grantExpires(BRIEF_SECONDS);
        PhoneProcess phone = subscribed(file());
        assertThat(granted(a()).terminate("rejected").awaitFinal(SOON).code()).isEqualTo(200);
        until(
                "it is told",
                () -> phone.subscriptions().get(0).toString().contains("\"terminated\""));
        servers.mark();
        // Longer than the pause after a failure, which is as long as a registration here.
        until("renewals", () -> servers.sends("REGISTER", a()).size() >= 3);
        assertThat(servers.sends("SUBSCRIBE", a())).isEmpty();
    }

    @Test
    public void subscriptionsSurviveARestart() throws Exception {
        PhoneProcess phone = subscribed(file());
        SipMessage first = subscribe(a(), 1);
        String id = phone.subscriptions().get(0).getAsJsonObject().get("id").getAsString();
        phone.stop();

        PhoneProcess again = servers.phone(file());
        JsonObject one = again.awaitSubscription("active", a().port(), SOON);
        assertThat(one.get("id").getAsString()).isEqualTo(id);
        assertThat(isNew(last(a()), first)).isTrue();
    }

    /** A line that moves between two machines, since one with the same address needs no renewal. */
    private PocketServer secondMachine() throws Exception {
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        PocketServer e = servers.start(PocketServer.named("e").address(address));
        servers.srv(TWO_MACHINES, 1, a());
        String host = "e." + TWO_MACHINES;
        servers.dns()
                .srv("_sip._udp." + TWO_MACHINES, TTL_SECONDS, 2, 0, e.port(), host)
                .a(host, TTL_SECONDS, address.getHostAddress());
        return e;
    }

    private static YealinkFile moving(int resubscribe) {
        return YealinkFile.server(TWO_MACHINES)
                .set("sip_server.1.failback_mode", 2)
                .set("sip_server.1.failback_subscribe.enable", resubscribe);
    }

    @Test
    public void Y12_onAMoveAllSubscriptionsAreRenewedThereAtOnceAndOnTheWayBack() throws Exception {
        PocketServer e = secondMachine().grantExpires(BRIEF_SECONDS);
        PhoneProcess phone = subscribed(moving(1));
        phone.subscribe("dialog");
        until("both", () -> a().subscriptions().size() == 2);
        SipMessage first = subscribe(a(), 1);

        a().closeSockets();
        phone.register();
        phone.awaitLine("on_backup", e.port(), SOON);
        until("both", () -> e.subscriptions().size() == 2);
        assertThat(e.subscriptions().stream().map(LabSubscription::event))
                .anyMatch(MESSAGES::equals)
                .anyMatch(event -> event.startsWith("dialog"));
        assertThat(subscribe(e, 1).to().tag()).isEmpty();
        assertThat(subscribe(e, 1).callId()).isNotEqualTo(first.callId());
        // At once, and registered there before.
        assertThat(servers.story()).containsSubsequence("REGISTER e", "SUBSCRIBE e");

        a().up();
        phone.awaitLine("on_primary", a().port(), SOON);
        until("both", () -> a().subscriptions().size() == 2);
        until("all are active", () -> !phone.subscriptions().toString().contains("subscribing"));
    }

    @Test
    public void Y12_withoutTheKeyTheyAreRenewedWhenTheyAreDue() throws Exception {
        PocketServer e = secondMachine().grantExpires(BRIEF_SECONDS);
        PhoneProcess phone = subscribed(moving(0));
        a().closeSockets();
        phone.register();
        phone.awaitLine("on_backup", e.port(), SOON);
        servers.mark();
        until("renewals", () -> servers.sends("REGISTER", e).size() >= 2);
        assertThat(e.received("SUBSCRIBE")).isEmpty();
        phone.awaitSubscription("active", a().port(), SOON);
    }
}
