// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InboxTest {
    @Test
    void itIsBoundedInMessagesAndBytes() throws InterruptedException {
        Inbox inbox = new Inbox(3, 100);
        assertThat(inbox.offer(new Inbox.Raw("t", new byte[60], false))).isTrue();
        assertThat(inbox.offer(new Inbox.Raw("t", new byte[41], false))).isFalse();
        assertThat(inbox.offer(new Inbox.Raw("t", new byte[40], false))).isTrue();
        assertThat(inbox.take(1, 100)).hasSize(1);
        assertThat(inbox.offer(new Inbox.Raw("t", new byte[1], false))).isTrue();
        assertThat(inbox.offer(new Inbox.Raw("t", new byte[1], false))).isTrue();
        assertThat(inbox.offer(new Inbox.Raw("t", new byte[1], false))).isFalse();
        assertThat(inbox.take(9, 100)).hasSize(3);
    }

    @Test
    void closedItGivesWhatIsLeftAndTakesNoMore() throws InterruptedException {
        Inbox inbox = new Inbox(3, 100);
        inbox.offer(new Inbox.Raw("t", new byte[1], false));
        inbox.close();
        assertThat(inbox.offer(new Inbox.Raw("t", new byte[1], false))).isFalse();
        assertThat(inbox.take(9, 100)).hasSize(1);
        assertThat(inbox.take(9, 100)).isEmpty();
        assertThat(inbox.pause(60_000)).isFalse();
    }

    @Test
    void whatIsTakenAtOnceIsBoundedInMessagesAndBytes() throws InterruptedException {
        Inbox inbox = new Inbox(9, 1_000);
        for (int bytes : new int[] {90, 40, 60, 1, 1, 1}) {
            inbox.offer(new Inbox.Raw("t", new byte[bytes], false));
        }
        assertThat(inbox.take(3, 50)).hasSize(1);
        assertThat(inbox.take(3, 100)).hasSize(2);
        assertThat(inbox.take(2, 100)).hasSize(2);
        assertThat(inbox.take(2, 0)).hasSize(1);
    }
}
