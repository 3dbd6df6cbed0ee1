// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.sip.jain.Phone.SOON;
import static org.linekeeper.sip.jain.Phone.code;
import static org.linekeeper.sip.jain.Phone.hop;

import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.lab.server.LabSubscription;
import org.linekeeper.lab.server.PocketServer;

/** SUBSCRIBE on loopback against pocket servers. */
class SubscribeTest {
    private final PocketServer a = PocketServer.named("a").user("100", "secret").start();
    private final PocketServer b = PocketServer.named("b").user("100", "secret").start();
    private final Phone phone = new Phone();

    @AfterEach
    void close() {
        phone.close();
        a.close();
        b.close();
    }

    @Test
    void isGrantedNotifiedRefreshedAndEnded() {
        a.recordRoute(true).grantExpires(120);
        assertThat(granted(subscribe("message-summary", hop(a), 600))).hasValue(120);
        assertThat(notified(true).expiresSeconds()).hasValue(120);
        assertThat(granted(subscribe("message-summary", hop(a), 600))).hasValue(120);
        assertThat(a.subscriptions()).hasSize(1);
        LabSubscription there = a.subscriptions().get(0);
        there.notify("pending").awaitCode(200, SOON);
        notified(false);
        assertThat(granted(subscribe("message-summary", hop(a), 0))).hasValue(0);
        assertThat(phone.event(LineEvent.SubscriptionEnded.class).why()).isEqualTo("timeout");
        assertThat(a.subscriptions()).isEmpty();
    }

    @Test
    void overTcpAndForAnotherPackage() {
        Hop hop = hop(a, Transport.TCP);
        assertThat(granted(subscribe("dialog", hop, 300))).hasValue(300);
        notified(true);
        assertThat(a.received("SUBSCRIBE").get(0).message().first("Contact").orElseThrow())
                .contains("transport=tcp");
    }

    @Test
    void theServerMayEndIt() {
        subscribe("dialog", hop(a), 300);
        LabSubscription there = a.subscriptions().get(0);
        there.terminate("deactivated;retry-after=5").awaitCode(200, SOON);
        LineEvent.SubscriptionEnded ended = phone.event(LineEvent.SubscriptionEnded.class);
        assertThat(ended)
                .isEqualTo(new LineEvent.SubscriptionEnded("s", "deactivated", OptionalInt.of(5)));
        there.notify("active").awaitCode(481, SOON);
    }

    @Test
    void D5_aServerThatWasRestartedIsAskedAnew() {
        subscribe("message-summary", hop(a), 600);
        a.closeSockets();
        a.up();
        assertThat(code(subscribe("message-summary", hop(a), 600))).isEqualTo(481);
        assertThat(granted(subscribe("message-summary", hop(a), 600))).hasValue(600);
        assertThat(a.subscriptions()).hasSize(1);
    }

    @Test
    void Y12_followsTheLineToTheBackup() {
        subscribe("message-summary", hop(a), 600);
        LabSubscription old = a.subscriptions().get(0);
        assertThat(granted(subscribe("message-summary", Phone.backup(b), 300))).hasValue(300);
        phone.event(
                LineEvent.SubscriptionNotified.class,
                told -> told.expiresSeconds().equals(OptionalInt.of(300)));
        old.terminate("noresource").awaitCode(200, SOON);
        assertThat(phone.find(LineEvent.SubscriptionEnded.class, any -> true)).isEmpty();
    }

    @Test
    void asksForAsMuchAsA423Demands() {
        a.minExpires(900);
        assertThat(granted(subscribe("message-summary", hop(a), 60))).hasValue(900);
    }

    private Outcome subscribe(String event, Hop hop, int seconds) {
        return phone.send(new Request.Subscribe("s", event, "", seconds), hop, Budget.sends(4));
    }

    private LineEvent.SubscriptionNotified notified(boolean active) {
        return phone.event(LineEvent.SubscriptionNotified.class, told -> told.active() == active);
    }

    private static OptionalInt granted(Outcome outcome) {
        return ((Outcome.Response) outcome).expiresSeconds();
    }
}
