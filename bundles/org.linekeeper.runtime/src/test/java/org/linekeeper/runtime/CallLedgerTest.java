// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Call;

class CallLedgerTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final TestClock clock = new TestClock();
    private final CallLedger ledger = new CallLedger(clock);

    @Test
    void aCallIsReadableForTenMinutesAfterItsEnd() {
        ledger.record(1, call("c1"));
        clock.advance(Duration.ofHours(5));
        ledger.record(1, ended("c1"));
        clock.advance(TEN_MINUTES);
        assertThat(ledger.find("c1").orElseThrow().call().state()).isEqualTo(Call.State.ENDED);
        clock.advanceMs(1);
        assertThat(ledger.find("c1")).isEmpty();
        assertThat(ledger.all()).isEmpty();
    }

    @Test
    void aCallThatWasHungUpIsOverBeforeItsLineHasHeardOfIt() {
        Call stands = call("c1").established(7);
        ledger.record(1, stands);
        ledger.hungUp("c1");
        ledger.record(1, stands);

        Call shown = ledger.find("c1").orElseThrow().call();
        assertThat(shown.state()).isEqualTo(Call.State.ENDED);
        assertThat(shown.bye()).isEqualTo(Call.Bye.PENDING);
        ledger.record(1, shown.withBye(Call.Bye.OK));
        ledger.hungUp("c1");
        assertThat(ledger.find("c1").orElseThrow().call().bye()).isEqualTo(Call.Bye.OK);
    }

    @Test
    void theTenMinutesBeginWithTheEndNotWithTheLastWordAboutIt() {
        ledger.record(1, ended("c1"));
        clock.advance(Duration.ofMinutes(9));
        ledger.record(1, ended("c1").withBye(Call.Bye.FAILED));
        clock.advance(Duration.ofMinutes(1));
        clock.advanceMs(2);
        assertThat(ledger.find("c1")).isEmpty();
    }

    @Test
    void aLivingCallIsNeverDropped() {
        ledger.record(1, call("alive"));
        for (int i = 0; i < 5_000; i++) {
            ledger.record(1, ended("c" + i));
        }
        clock.advance(Duration.ofDays(2));
        assertThat(ledger.find("alive")).isPresent();
        assertThat(ledger.all()).hasSize(1);
    }

    @Test
    void overTheBoundTheOldestThatAreOverGo() {
        for (int i = 0; i < 1_500; i++) {
            ledger.record(1, ended("c" + i));
        }
        assertThat(ledger.all()).hasSize(1_000);
        assertThat(ledger.find("c499")).isEmpty();
        assertThat(ledger.find("c500")).isPresent();
        assertThat(ledger.all().get(0).call().id()).isEqualTo("c500");
    }

    @Test
    void tenMinutesAreTheWorldsWhateverTheScale() {
        TestClock fast = new TestClock(60);
        CallLedger scaled = new CallLedger(fast);
        fast.advance(Duration.ofHours(20));
        scaled.record(1, ended("c1"));
        fast.advance(Duration.ofHours(10));
        assertThat(scaled.find("c1")).isPresent();
        fast.advanceMs(1);
        assertThat(scaled.find("c1")).isEmpty();
    }

    private static Call call(String id) {
        return Call.dialled(id, "200");
    }

    private static Call ended(String id) {
        return call(id).over(Call.State.ENDED, OptionalInt.empty(), "hung up");
    }
}
