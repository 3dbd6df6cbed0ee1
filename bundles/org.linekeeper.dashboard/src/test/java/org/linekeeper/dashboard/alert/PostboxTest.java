// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class PostboxTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final Webhook HOOK = new Webhook("w", URI.create("http://127.0.0.1/x"));

    private final List<Notice> posted = new ArrayList<>();
    private final List<Runnable> planned = new ArrayList<>();
    private Postman.Answer underWay = (status, failure) -> {};
    private final Postbox box = new Postbox(HOOK, new Hand(), () -> START);

    /** Does what the test says, when it says it; three tries more. */
    private final class Hand implements Postman {
        @Override
        public void post(Webhook hook, Notice notice, Answer answer) {
            posted.add(notice);
            underWay = answer;
        }

        @Override
        public boolean later(int tries, Runnable again) {
            if (tries < 3) {
                planned.add(again);
            }
            return tries < 3;
        }
    }

    private static Notice notice(String id, boolean resolved) {
        Condition condition = new Condition(Kind.BLIND, id, Optional.empty(), 0, "It is.");
        return new Notice(
                new Alert(id, condition, START, Optional.of(START), Optional.empty()),
                resolved,
                START);
    }

    private void answers(int status) {
        underWay.came(status, Optional.empty());
    }

    private void again() {
        planned.remove(0).run();
    }

    @Test
    void anEndIsNotPostedBeforeItsBeginningIsTaken() {
        Notice fired = notice("a", false);
        Notice resolved = notice("a", true);
        box.add(fired);
        answers(503);
        box.add(resolved);
        assertThat(posted).containsExactly(fired);
        again();
        answers(204);
        assertThat(posted).containsExactly(fired, fired, resolved);
        answers(204);
        assertThat(box.waiting()).isEmpty();
        assertThat(box.state().state()).isEqualTo("ok");
    }

    @Test
    void whatIsGivenUpMakesRoomForTheNext() {
        box.add(notice("a", false));
        box.add(notice("b", false));
        for (int i = 0; i < 3; i++) {
            answers(500);
            again();
        }
        assertThat(box.waiting()).hasSize(2);
        answers(500);
        assertThat(box.waiting()).hasSize(1);
        assertThat(posted).hasSize(5).last().isEqualTo(notice("b", false));
        answers(500);
        assertThat(planned).as("the next has its own tries").hasSize(1);
    }

    @Test
    void whyItFailsIsSaidWithoutTheAddress() {
        box.add(notice("a", false));
        Exception why = new ConnectException("http://127.0.0.1/x?token=secret");
        underWay.came(0, Optional.of(new CompletionException(why)));
        assertThat(box.state().error()).contains("No answer (ConnectException).");
        assertThat(box.state().state()).isEqualTo("failing");
        again();
        answers(302);
        assertThat(box.state().error()).contains("It answered 302.");
    }

    @Test
    void afterItsEndWhatWaitsIsStillKnown() {
        box.add(notice("a", false));
        box.close();
        answers(204);
        box.add(notice("b", false));
        assertThat(box.waiting()).containsExactly(notice("a", false));
        assertThat(posted).hasSize(1);
    }

    @Test
    void noMoreThanAThousandWait() {
        for (int i = 0; i < Postbox.MOST_WAITING + 5; i++) {
            box.add(notice("a" + i, false));
        }
        assertThat(box.waiting()).hasSize(Postbox.MOST_WAITING);
    }
}
