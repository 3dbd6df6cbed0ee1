// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.code;
import static org.linekeeper.policy.kit.TwoServers.granted;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;
import static org.linekeeper.policy.kit.Yealink.A;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** The subscription to the line's own registration (RFC 3680), which the configuration asks for. */
class RegistrationWatchedTest {
    private static final int SECONDS = 3761;

    private static final LineConfig WITHOUT =
            Yealink.one(Yealink.failback(Failback.Mode.DURATION, 600));

    private static final LineConfig WITH =
            WITHOUT.with(draft -> draft.subscribeRegistrationSeconds(SECONDS));

    private static Request.Subscribe asking(int seconds) {
        return new Request.Subscribe(Subscribing.REGISTRATION, "reg", "", seconds);
    }

    @Test
    void itBeginsWhenTheLineComesIntoService() {
        VirtualLine line = Yealink.started(WITH);
        assertThat(line.only().what()).isInstanceOf(Request.Register.class);

        line.answer(ok());

        assertThat(line.only().what()).isEqualTo(asking(SECONDS));
        assertThat(line.only().hop()).isEqualTo(A);
    }

    @Test
    void itIsRenewedBeforeItRunsOut() {
        VirtualLine line = Yealink.started(WITH);
        line.answer(ok());
        line.answer(granted(100));

        line.advance(Duration.ofSeconds(100));

        assertThat(line.only(Request.Subscribe.class).what()).isEqualTo(asking(SECONDS));
    }

    @Test
    void aServerThatDoesNotWantItIsNotAskedAgain() {
        VirtualLine line = Yealink.started(WITH);
        line.answer(ok());

        line.answer(code(489));

        assertThat(line.pending()).isEmpty();
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        line.answer(line.only(Request.Register.class), ok());
        assertThat(line.pending()).isEmpty();
    }

    @Test
    void withoutTheSettingItEnds() {
        VirtualLine line = Yealink.started(WITH);
        line.answer(ok());
        line.answer(ok());

        line.happen(new LineEvent.Configured(WITHOUT));

        assertThat(line.only(Request.Subscribe.class).what()).isEqualTo(asking(0));
        line.answer(line.only(Request.Subscribe.class), silence());
        assertThat(line.state().subscriptions()).isEmpty();
    }

    @Test
    void aPhoneThatStopsEndsItOnce() {
        VirtualLine line = Yealink.started(WITH);
        line.answer(ok());
        line.answer(ok());

        line.happen(new LineEvent.Stopping());
        line.answer(line.only(Request.Subscribe.class), ok());

        assertThat(line.pending()).noneMatch(sent -> sent.what() instanceof Request.Subscribe);
    }
}
