// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineStoreTest {
    @TempDir Path home;

    private final TestClock clock = new TestClock();
    private final HeldPool pool = new HeldPool();
    private final List<String> written = new ArrayList<>();
    private LineStore store;

    @BeforeEach
    void open() {
        store = new LineStore(home, clock, pool);
    }

    @Test
    void aChangeIsOnTheDiskAfterASecondWithTheStateOfThatMoment() {
        change("a", false);
        clock.advanceMs(999);
        assertThat(store.load(1)).isEmpty();
        change("b", false);
        clock.advanceMs(1);
        assertThat(store.load(1)).contains("b");
        assertThat(written).containsExactly("b@1000");
    }

    @Test
    void atMostOneWriteASecondHoweverManyChanges() {
        for (int i = 0; i < 100; i++) {
            change("s" + i, false);
            clock.advanceMs(50);
        }
        clock.advanceMs(5_000);
        assertThat(written).hasSize(5);
        assertThat(store.load(1)).contains("s99");
    }

    @Test
    void aGrantIsWrittenAtOnceAndTheSecondOfTheOthersGoesOn() {
        change("a", false);
        clock.advanceMs(900);
        change("granted", true);
        assertThat(store.load(1)).contains("granted");
        change("c", false);
        clock.advanceMs(100);
        change("d", false);
        clock.advanceMs(999);
        assertThat(written).containsExactly("granted@900", "c@1000");
        clock.advanceMs(1);
        assertThat(written).containsExactly("granted@900", "c@1000", "d@2000");
        assertThat(clock.isIdle()).isTrue();
    }

    @Test
    void closingWritesWhatWaits() {
        change("a", false);
        store.close();
        assertThat(store.load(1)).contains("a");
    }

    @Test
    void aForgottenLineLeavesNothingBehind() {
        change("a", true);
        change("b", false);
        store.forget(1);
        clock.advanceMs(5_000);
        assertThat(store.load(1)).isEmpty();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aDamagedFileStartsTheLineAfresh() throws IOException {
        change("a", true);
        Files.writeString(home.resolve("line-1.state"), "deadbeef\nsomething else");
        assertThat(store.load(1)).isEmpty();
        change("b", true);
        assertThat(store.load(1)).contains("b");
    }

    @Test
    void aDiskThatCannotBeWrittenStopsNothing() throws IOException {
        Files.createDirectories(home.resolve("line-1.state").resolve("full"));
        change("a", true);
        store.changed(2, () -> "b", true);
        assertThat(store.load(1)).isEmpty();
        assertThat(store.load(2)).contains("b");
    }

    @Test
    void onAFastClockItIsASecondOfTheWorlds() {
        TestClock fast = new TestClock(60);
        LineStore scaled = new LineStore(home, fast, pool);
        scaled.changed(1, () -> "a", false);
        fast.advanceMs(59_999);
        assertThat(scaled.load(1)).isEmpty();
        fast.advanceMs(1);
        assertThat(scaled.load(1)).contains("a");
    }

    /** The line that has changed must not wait for flash. */
    @Test
    void whileTheDiskIsAtWorkALineCanSayThatItHasChanged() throws InterruptedException {
        ExecutorService disk = Executors.newSingleThreadExecutor();
        LineStore slow = new LineStore(home, clock, disk);
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        slow.changed(
                1,
                () -> {
                    writing.countDown();
                    try {
                        return told.await(10, TimeUnit.SECONDS) ? "first" : "blocked";
                    } catch (InterruptedException e) {
                        return "interrupted";
                    }
                },
                true);
        assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
        slow.changed(2, () -> "second", false);
        told.countDown();
        disk.shutdown();
        assertThat(disk.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        slow.close();
        assertThat(slow.load(1)).contains("first");
        assertThat(slow.load(2)).contains("second");
    }

    private void change(String text, boolean atOnce) {
        store.changed(
                1,
                () -> {
                    written.add(text + "@" + clock.nowMs());
                    return text;
                },
                atOnce);
    }
}
