// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final List<Integer> read = new ArrayList<>();
    private boolean takes = true;

    @Test
    void messagesAreReadInOrderAlsoThoseThatTheReaderPosts() {
        AtomicReference<Mailbox<Integer>> self = new AtomicReference<>();
        Mailbox<Integer> mailbox =
                new Mailbox<>(
                        new HeldPool(),
                        10,
                        message -> {
                            if (message == 1) {
                                self.get().post(3);
                            }
                            return read.add(message);
                        });
        self.set(mailbox);
        mailbox.post(1);
        mailbox.post(2);
        assertThat(read).containsExactly(1, 3, 2);
    }

    @Test
    void whoeverPostsAfterThePoolHasEndedIsNotToldSo() {
        HeldPool pool = new HeldPool();
        Mailbox<Integer> mailbox = new Mailbox<>(pool, 10, read::add);
        mailbox.post(1);
        pool.shut();
        mailbox.post(2);
        assertThat(mailbox.post(3)).isTrue();
        assertThat(read).containsExactly(1);
    }

    @Test
    void oneReaderAtATimeWhateverTheThreads() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger count = new AtomicInteger();
        int[] unguarded = new int[1];
        Mailbox<Integer> mailbox =
                new Mailbox<>(
                        pool,
                        100_000,
                        message -> {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            unguarded[0]++;
                            inside.decrementAndGet();
                            count.incrementAndGet();
                            return true;
                        });
        List<Thread> posters = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread poster =
                    new Thread(
                            () -> {
                                for (int i = 0; i < 5000; i++) {
                                    mailbox.post(i);
                                }
                            });
            poster.start();
            posters.add(poster);
        }
        for (Thread poster : posters) {
            poster.join();
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> count.get() == 20_000);
        pool.shutdown();
        assertThat(most).hasValue(1);
        assertThat(unguarded[0]).isEqualTo(20_000);
    }

    @Test
    void atTheBoundAMessageIsRefusedAndTheOthersStay() {
        Mailbox<Integer> mailbox = new Mailbox<>(new HeldPool(), 3, this::take);
        takes = false;
        assertThat(mailbox.post(1)).isTrue();
        assertThat(mailbox.post(2)).isTrue();
        assertThat(mailbox.post(3)).isTrue();
        assertThat(mailbox.post(4)).isFalse();
        takes = true;
        mailbox.wake();
        assertThat(read).containsExactly(1, 2, 3);
        assertThat(mailbox.post(5)).isTrue();
        assertThat(read).containsExactly(1, 2, 3, 5);
    }

    @Test
    void aMessageThatIsPutOffIsReadFirstAfterWaking() {
        Mailbox<Integer> mailbox = new Mailbox<>(new HeldPool(), 10, this::take);
        takes = false;
        mailbox.post(1);
        mailbox.post(2);
        assertThat(read).isEmpty();
        takes = true;
        mailbox.wake();
        assertThat(read).containsExactly(1, 2);
    }

    /** Else nobody would look until the next message, with a policy there all the time. */
    @Test
    void aReaderThatIsWokenWhilePuttingAMessageOffIsAskedAgain() {
        AtomicReference<Mailbox<Integer>> self = new AtomicReference<>();
        AtomicInteger asked = new AtomicInteger();
        Mailbox<Integer> mailbox =
                new Mailbox<>(
                        new HeldPool(),
                        10,
                        message -> {
                            if (asked.getAndIncrement() == 0) {
                                self.get().wake();
                                return false;
                            }
                            return read.add(message);
                        });
        self.set(mailbox);
        mailbox.post(1);
        assertThat(read).containsExactly(1);
    }

    private boolean take(Integer message) {
        return takes && read.add(message);
    }
}
