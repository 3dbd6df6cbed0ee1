// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.BACKUP;
import static org.linekeeper.policy.kit.TwoServers.PRIMARY;
import static org.linekeeper.policy.kit.TwoServers.address;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;
import static org.linekeeper.policy.kit.TwoServers.target;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** When a round waits for the name server, and when it does not. */
class LookUpTest {
    private static final Duration TTL_OVER = Duration.ofSeconds(301);

    private static VirtualLine longOnPrimary(Names names) {
        names.knows(ServerRef.server(0), 300, TwoServers.address(0));
        names.knows(ServerRef.server(1), 300, TwoServers.address(1));
        VirtualLine line = VirtualLine.of(TwoServers.config());
        line.locator(names);
        line.happen(new LineEvent.Started());
        line.answer(ok());
        line.advance(TTL_OVER);
        return line;
    }

    @Test
    void L6_aCallLooksTheNameUpAnewWhenItsTtlIsOver() {
        Names names = new Names();
        VirtualLine line = longOnPrimary(names);
        int before = names.asked();

        line.dial("c1");

        assertThat(names.asked()).isEqualTo(before + 1);
        assertThat(line.only(Request.Invite.class).hop()).isEqualTo(PRIMARY);
        line.answer(ok());
        line.dial("c2");
        assertThat(names.asked()).as("within the new TTL").isEqualTo(before + 1);
    }

    @Test
    void L6_aCallGoesWhereTheNameLedLastWhenDnsIsDead() {
        Names names = new Names();
        VirtualLine line = longOnPrimary(names);
        names.mute(ServerRef.server(0));

        line.dial("c1");
        assertThat(line.pending()).isEmpty();
        line.advance(Duration.ofSeconds(1));

        assertThat(line.only(Request.Invite.class).hop()).isEqualTo(PRIMARY);
    }

    @Test
    void L6_aCallThatIsHungUpMeanwhileIsNotSent() {
        Names names = new Names();
        VirtualLine line = longOnPrimary(names);
        names.mute(ServerRef.server(0));
        line.dial("c1");

        line.hangUp("c1");
        line.advance(Duration.ofSeconds(2));

        assertThat(line.pending()).isEmpty();
        assertThat(line.call("c1").state()).isEqualTo(Call.State.ENDED);
    }

    private static final ServerRef FIRST = ServerRef.server(0);
    private static final ServerRef SECOND = ServerRef.server(1);

    private final Names names = new Names();
    private final VirtualLine line = VirtualLine.of(TwoServers.config());

    LookUpTest() {
        line.locator(names);
    }

    private void bothKnown(long ttlSeconds) {
        names.knows(FIRST, ttlSeconds, address(0));
        names.knows(SECOND, ttlSeconds, address(1));
    }

    private void start() {
        line.happen(new LineEvent.Started());
    }

    private void refresh() {
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
    }

    @Test
    void theFirstRoundWaitsForThePrimarysName() {
        start();
        assertThat(line.lookups()).containsExactlyInAnyOrder(FIRST, SECOND);
        line.happen(Names.located(SECOND, address(1)));
        assertThat(line.pending()).isEmpty();

        line.happen(Names.located(FIRST, address(0)));

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void thePrimaryDoesNotWaitForTheBackupsNameAndIsNotTheLastOneMeanwhile() {
        start();

        line.happen(Names.located(FIRST, address(0)));

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        assertThat(line.only().budget()).isEqualTo(Budget.sends(4));
    }

    @Test
    void aBackupThatIsStillBeingLookedUpIsWaitedForAndTheReasonIsKept() {
        names.knows(FIRST, 3600, address(0));
        start();
        line.answer(ok());
        refresh();
        line.answer(silence());
        assertThat(line.pending()).isEmpty();
        assertThat(line.state().status()).isEqualTo(Status.SWITCHING);
        assertThat(line.state().why()).isEqualTo(Why.NO_ANSWER);

        line.happen(Names.located(SECOND, address(1)));

        assertThat(line.only().hop()).isEqualTo(BACKUP);
        assertThat(line.state().why()).isEqualTo(Why.NO_ANSWER);
    }

    @Test
    void aPrimaryWithoutANameIsPassedOverAndAskedForAgain() {
        names.lost(FIRST);
        names.knows(SECOND, 3600, address(1));
        start();

        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
        assertThat(line.state().current()).contains(BACKUP);
        line.advance(Duration.ofSeconds(TwoServers.PROBE_SECONDS));
        assertThat(line.pending()).as("the name still gives nothing").isEmpty();
        bothKnown(3600);
        line.advance(Duration.ofSeconds(TwoServers.PROBE_SECONDS));
        assertThat(line.pending()).extracting(VirtualLine.Sent::hop).contains(PRIMARY);
    }

    @Test
    void withoutAnyNameTheLineSaysSoAndComesBackByItself() {
        names.lost(FIRST);
        names.lost(SECOND);
        start();
        assertThat(line.state().status()).isEqualTo(Status.UNREGISTERED);
        assertThat(line.state().why()).isEqualTo(Why.DNS_FAILED);

        bothKnown(3600);
        line.advance(Duration.ofSeconds(TwoServers.RETRY_SECONDS));

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        line.answer(ok());
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
    }

    @Test
    void aCallWithoutAnyNameFailsAndAsksTheNameServerFirst() {
        names.lost(FIRST);
        names.lost(SECOND);
        start();
        int asked = names.asked();

        line.dial("c1");

        assertThat(names.asked()).isGreaterThan(asked);
        assertThat(line.call("c1").state()).isEqualTo(Call.State.FAILED);
        assertThat(line.call("c1").code()).hasValue(503);
    }

    @Test
    void aCallWaitsForTheNamesThatItsRegistrationWaitsFor() {
        start();
        line.dial("c1");
        assertThat(line.pending()).isEmpty();

        line.happen(Names.located(FIRST, address(0)));
        line.answer(ok());

        assertThat(line.only().what()).isEqualTo(new Request.Invite("c1", "200"));
    }

    @Test
    void aRefreshWithinTheTtlAsksNobody() {
        bothKnown(7200);
        start();
        line.answer(ok());
        int asked = names.asked();

        refresh();

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        assertThat(names.asked()).isEqualTo(asked);
    }

    @Test
    void aRefreshAfterTheTtlGoesWhereTheNameLeadsNow() {
        bothKnown(60);
        start();
        line.answer(ok());
        names.knows(FIRST, 60, "198.51.100.7");

        line.advance(Duration.ofSeconds(TwoServers.EXPIRES_SECONDS));

        Hop moved = Hop.direct(0, target("198.51.100.7"));
        assertThat(line.only().hop()).isEqualTo(moved);
        line.answer(ok());
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(line.state().current()).contains(moved);
        assertThat(line.only().hop()).as("the binding left behind").isEqualTo(PRIMARY);
    }

    @Test
    void aTtlOfZeroIsGoodForOneUse() {
        bothKnown(0);
        start();
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        line.answer(ok());
        int asked = names.asked();

        refresh();

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        assertThat(names.asked()).isEqualTo(asked + 1);
    }

    @Test
    void aTtlOfZeroDoesNotStopAFailover() {
        bothKnown(0);
        start();
        line.answer(ok());
        refresh();
        names.mute(SECOND);

        line.answer(silence());

        assertThat(line.only().hop()).isEqualTo(BACKUP);
    }

    @Test
    void inTheMiddleOfAnOutageOldTargetsAreGoodEnough() {
        bothKnown(10);
        start();
        line.answer(ok());
        line.advance(Duration.ofSeconds(60));
        names.mute(FIRST);
        names.mute(SECOND);
        line.dial("c1");
        line.advance(Duration.ofSeconds(1));

        line.answer(silence());

        assertThat(line.only().hop()).isEqualTo(BACKUP);
        line.answer(ok());
        assertThat(line.only().what()).isEqualTo(new Request.Invite("c1", "200"));
    }

    @Test
    void aRefreshGoesOnWithOldTargetsWhenTheNameServerIsDead() {
        bothKnown(10);
        start();
        line.answer(ok());
        line.advance(Duration.ofSeconds(60));
        names.mute(FIRST);
        refresh();
        assertThat(line.pending()).isEmpty();

        line.happen(Names.failed(FIRST));

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void aRefreshAtTheBackupDoesNotWaitForThePrimarysName() {
        names.lost(FIRST);
        names.knows(SECOND, 7200, address(1));
        start();
        line.answer(ok());
        names.mute(FIRST);

        refresh();

        assertThat(line.only().hop()).isEqualTo(BACKUP);
    }

    @Test
    void aProbeWaitsForTheNameAndIntervalsGoOnWithoutIt() {
        bothKnown(60);
        start();
        line.answer(silence());
        line.answer(ok());
        names.mute(FIRST);
        line.advance(Duration.ofSeconds(TwoServers.PROBE_SECONDS));
        assertThat(line.pending()).isEmpty();

        line.happen(Names.located(FIRST, address(0)));

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        line.answer(ok());
        assertThat(line.state().why()).isEqualTo(Why.RETURNED);
    }

    @Test
    void aLateAnswerOfTheNameServerIsKeptForTheNextRound() {
        names.knows(FIRST, 3600, address(0));
        start();
        line.answer(ok());

        line.happen(Names.located(SECOND, address(1)));

        assertThat(line.pending()).isEmpty();
        refresh();
        line.answer(silence());
        assertThat(line.only().hop()).isEqualTo(BACKUP);
    }

    @Test
    void severalTargetsOfAServerAreTriedBeforeTheNextServer() {
        names.knows(FIRST, 3600, "198.51.100.1", "198.51.100.2");
        names.knows(SECOND, 3600, address(1));
        start();

        line.answer(silence());

        assertThat(line.only().hop()).isEqualTo(Hop.direct(0, target("198.51.100.2")));
        line.answer(ok());
        assertThat(line.state().status()).as("not its best target").isEqualTo(Status.ON_BACKUP);
    }
}
