// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.BACKUP;
import static org.linekeeper.policy.kit.TwoServers.granted;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.GiveUp;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Profile;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Timers;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** F8: a count or a duration rules when a server is given up. F9: each server has its own. */
class F8F9OwnSettingsTest {
    private static LineConfig config(
            Consumer<Server.Draft> primary, Consumer<Server.Draft> backup) {
        List<Server> servers = TwoServers.config().servers();
        return TwoServers.config()
                .with(
                        draft ->
                                draft.servers(
                                        List.of(
                                                servers.get(0).with(primary),
                                                servers.get(1).with(backup))));
    }

    private static LineConfig config(Consumer<Server.Draft> both) {
        return config(both, both);
    }

    @Test
    void F8_aCountOfTransmissionsIsTheBudget() {
        VirtualLine line =
                VirtualLine.onPrimary(config(draft -> draft.transmissions(OptionalInt.of(3))));
        assertThat(line.sent().get(0).budget()).isEqualTo(Budget.sends(3));

        line.dial("c1");

        assertThat(line.only().budget()).isEqualTo(Budget.sends(3));
    }

    @Test
    void F8_aDurationIsTheBudgetOfItsMethod() {
        GiveUp giveUp =
                new GiveUp(OptionalLong.of(5000), OptionalLong.of(6000), OptionalLong.of(7000));
        VirtualLine line = VirtualLine.onPrimary(config(draft -> draft.giveUp(giveUp)));
        assertThat(line.sent().get(0).budget()).isEqualTo(Budget.durationMs(5000));

        line.dial("c1");
        assertThat(line.only().budget()).isEqualTo(Budget.durationMs(6000));
        line.answer(ok());
        line.happen(new LineEvent.OptionsAsked());
        assertThat(line.only().budget()).isEqualTo(Budget.durationMs(7000));
        line.hangUp("c1");
        assertThat(line.only(Request.Bye.class).budget()).isEqualTo(Budget.durationMs(5000));
    }

    @Test
    void F8_theLastServerGetsTheWholeTimeWithACountToo() {
        VirtualLine line =
                VirtualLine.started(config(draft -> draft.transmissions(OptionalInt.of(3))));

        line.answer(silence());

        assertThat(line.only().budget()).isEqualTo(Budget.WHOLE);
    }

    @Test
    void F8_theLastServerGetsTheWholeTimeInsteadOfADurationToo() {
        VirtualLine line = VirtualLine.started(config(draft -> draft.giveUp(GiveUp.all(5000))));
        assertThat(line.only().budget()).isEqualTo(Budget.durationMs(5000));

        line.answer(silence());

        assertThat(line.only().hop()).isEqualTo(BACKUP);
        assertThat(line.only().budget()).isEqualTo(Budget.WHOLE);
    }

    @Test
    void anExplicitTimeOutIsNeverLengthenedWhereTheProfileSaysSo() {
        VirtualLine line =
                VirtualLine.started(
                        config(draft -> draft.giveUp(GiveUp.all(5000)))
                                .with(draft -> draft.profile(new Profile(false, false, false, 2))));

        line.answer(silence());

        assertThat(line.only().hop()).isEqualTo(BACKUP);
        assertThat(line.only().budget()).isEqualTo(Budget.durationMs(5000));
    }

    @Test
    void F8_anInviteMayHaveACountOfItsOwn() {
        VirtualLine line =
                VirtualLine.onPrimary(
                        config(draft -> draft.inviteTransmissions(OptionalInt.of(2))));

        line.dial("c1");

        assertThat(line.only().budget()).isEqualTo(Budget.sends(2));
    }

    /** The spec's own examples, and where T2 caps all but an INVITE. */
    @ParameterizedTest
    @CsvSource({
        "1, false, 500",
        "3, false, 3500",
        "4, false, 7500",
        "4, true, 7500",
        "5, false, 11500",
        "5, true, 15500",
        "7, true, 32000"
    })
    void F8_theVerdictFallsWhenTheNextSendWouldBeDue(int sends, boolean invite, long verdictMs) {
        assertThat(VirtualServers.verdictMs(Timers.RFC3261, Budget.sends(sends), invite))
                .isEqualTo(verdictMs);
    }

    @Test
    void F9_eachServerIsAskedForItsOwnTime() {
        VirtualLine line =
                VirtualLine.started(
                        config(
                                draft -> draft.expiresSeconds(600),
                                draft -> draft.expiresSeconds(120)));
        assertThat(((Request.Register) line.only().what()).expiresSeconds()).isEqualTo(600);

        line.answer(silence());

        assertThat(((Request.Register) line.only().what()).expiresSeconds()).isEqualTo(120);
    }

    @Test
    void F9_eachServerHasItsOwnCount() {
        VirtualLine line =
                VirtualLine.onBackup(
                        config(
                                draft -> draft.transmissions(OptionalInt.of(2)),
                                draft -> draft.transmissions(OptionalInt.of(6))));
        assertThat(line.sent().get(0).budget()).isEqualTo(Budget.sends(2));

        line.happen(new LineEvent.TimerFired(Registering.REFRESH));

        assertThat(line.only().budget()).isEqualTo(Budget.sends(6));
    }

    @Test
    void F9_whatIsGrantedCountsNotWhatWasAskedFor() {
        VirtualLine line = VirtualLine.started(TwoServers.config());

        line.answer(granted(60));

        assertThat(line.state().registrations().values())
                .extracting(Registration::expiresAtMs)
                .containsExactly(60_000L);
        long due = line.state().timers().get(Registering.REFRESH);
        assertThat(due).isBetween(48_000L, 54_000L);
        line.advance(Duration.ofMillis(due));
        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
    }
}
