// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Subscription;
import org.linekeeper.api.line.Subscription.State;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.api.lines.Refusal;
import org.linekeeper.api.lines.Refusal.Kind;
import org.linekeeper.api.lines.SubscriptionView;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** What the user subscribes to, between him, the policy and the wire. */
class SubscriptionsTest {
    private static final Optional<String> SELF = Optional.empty();
    private static final String MWI = "message-summary";

    @TempDir Path home;

    private final Script policy = Script.subscribing();
    private final World world = World.draft().make().with(policy);
    private LineDesk desk;

    @BeforeEach
    void open() {
        world.open(Examples.line(1), Examples.line(2));
        ConfigKeeper keeper =
                new ConfigKeeper(new FakeConfigurationAdmin(), new LineVault(home.resolve("v")));
        ConfiguredLines configured = new ConfiguredLines(world.set, home);
        desk = new LineDesk(world.set, world.around, keeper, configured, new Planning());
    }

    @Test
    void itIsThereAtOnceBeforeTheLineHasHeardOfIt() {
        world.pool.hold();
        SubscriptionView view = desk.subscribe(1, MWI, SELF);
        assertThat(view)
                .isEqualTo(
                        new SubscriptionView(
                                view.id(),
                                MWI,
                                "sip:101@pbx.example",
                                State.SUBSCRIBING,
                                Optional.empty(),
                                Optional.empty()));
        assertThat(desk.subscriptions(1)).containsExactly(view);
        assertThat(desk.subscriptions(2)).isEmpty();
        world.pool.release();
        assertThat(policy.events(LineEvent.SubscribeAsked.class))
                .containsExactly(new LineEvent.SubscribeAsked(view.id(), MWI, ""));
        assertThat(desk.subscriptions(1)).containsExactly(view);
        assertThat(world.wire(1).last().what())
                .isEqualTo(new Request.Subscribe(view.id(), MWI, "", 3600));
    }

    @Test
    void itIsShownWhereAndHowLongItStands() {
        SubscriptionView asked = desk.subscribe(1, "dialog", Optional.of("sip:7@pbx.example"));
        world.clock.advanceMs(500);
        world.wire(1).endLast(Examples.granted(60));
        assertThat(desk.subscriptions(1))
                .containsExactly(
                        new SubscriptionView(
                                asked.id(),
                                "dialog",
                                "sip:7@pbx.example",
                                State.ACTIVE,
                                Optional.of(
                                        new LineView.Place(
                                                "192.0.2.1", Examples.target("192.0.2.1"))),
                                Optional.of(world.clock.wallAt(60_500))));
    }

    @Test
    void itsEndIsSeenAtOnceAndHappensOnce() {
        String id = granted(1);
        world.pool.hold();
        desk.unsubscribe(1, id);
        assertThat(desk.subscriptions(1))
                .extracting(SubscriptionView::state)
                .containsExactly(State.REMOVING);
        desk.unsubscribe(1, id);
        world.pool.release();
        desk.unsubscribe(1, id);
        assertThat(policy.events(LineEvent.UnsubscribeAsked.class))
                .containsExactly(new LineEvent.UnsubscribeAsked(id));
        assertThat(world.wire(1).last().what()).isEqualTo(new Request.Subscribe(id, MWI, "", 0));
        assertThat(world.wire(1).done()).isEmpty();
        world.wire(1).endLast(Examples.granted(0));
        assertThat(desk.subscriptions(1)).isEmpty();
        assertThat(world.wire(1).done()).containsExactly("forget " + id);
    }

    @Test
    void whatIsTakenBackBeforeTheLineHeardOfItIsTakenUpInThatOrder() {
        world.pool.hold();
        String id = desk.subscribe(1, MWI, SELF).id();
        desk.unsubscribe(1, id);
        assertThat(desk.subscriptions(1))
                .extracting(SubscriptionView::state)
                .containsExactly(State.REMOVING);
        world.pool.release();
        assertThat(policy.events())
                .endsWith(
                        new LineEvent.SubscribeAsked(id, MWI, ""),
                        new LineEvent.UnsubscribeAsked(id));
    }

    @Test
    void aLineHasNoMoreThanFiftyAlsoCountingThoseItHasNotHeardOf() {
        for (int i = 0; i < 25; i++) {
            desk.subscribe(1, MWI, SELF);
        }
        world.pool.hold();
        for (int i = 25; i < 50; i++) {
            desk.subscribe(1, MWI, SELF);
        }
        assertRefused(
                () -> desk.subscribe(1, MWI, SELF),
                Kind.TOO_MANY,
                "line 1 has as many subscriptions as it can take: 50");
        world.pool.release();
        assertRefused(() -> desk.subscribe(1, MWI, SELF), Kind.TOO_MANY, "50");
        assertThat(desk.subscribe(2, MWI, SELF).state()).isEqualTo(State.SUBSCRIBING);
        assertThat(desk.subscriptions(1)).hasSize(50);
    }

    @Test
    void idsAreUniqueOnTheDeviceAndTheOldestComesFirst() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ids.add(desk.subscribe(1, MWI, SELF).id());
            assertThat(ids).doesNotContain(desk.subscribe(2, MWI, SELF).id());
        }
        assertThat(new HashSet<>(ids)).hasSize(50);
        assertThat(desk.subscriptions(1)).extracting(SubscriptionView::id).isEqualTo(ids);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "a;id=1", "\u00fc", "a\r\nX: y", "a\0"})
    void anEventIsAToken(String event) {
        assertRefused(
                () -> desk.subscribe(1, event, SELF),
                Kind.BAD_VALUE,
                "\"event\" is no token of up to 64 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "200", "sip:", "sip:a b@x", "tel:1", "sip:a@x\r\nX: y", "sip:<a>"})
    void whatIsWatchedIsASipUri(String to) {
        assertRefused(
                () -> desk.subscribe(1, MWI, Optional.of(to)),
                Kind.BAD_VALUE,
                "\"to\" is no sip: URI of up to 256 characters");
        assertThat(desk.subscriptions(1)).isEmpty();
    }

    @Test
    void bothHaveALength() {
        String uri = "sips:" + "a".repeat(251);
        SubscriptionView longest = desk.subscribe(1, "e".repeat(64), Optional.of(uri));
        assertThat(longest.to()).hasSize(256);
        assertRefused(() -> desk.subscribe(1, "e".repeat(65), SELF), Kind.BAD_VALUE, "event");
        assertRefused(
                () -> desk.subscribe(1, MWI, Optional.of(uri + "a")), Kind.BAD_VALUE, "\"to\"");
        assertThat(catchThrowableOfType(Refusal.class, () -> desk.subscribe(1, "", SELF)))
                .returns("event", Refusal::parameter);
        assertThat(
                        catchThrowableOfType(
                                Refusal.class, () -> desk.subscribe(1, MWI, Optional.of(""))))
                .returns("to", Refusal::parameter);
    }

    @Test
    void whatThereIsNotIsNotFound() {
        String other = granted(2);
        assertRefused(() -> desk.subscribe(9, MWI, SELF), Kind.NOT_FOUND, "no line 9");
        assertRefused(() -> desk.subscriptions(9), Kind.NOT_FOUND, "no line 9");
        assertRefused(() -> desk.unsubscribe(9, other), Kind.NOT_FOUND, "no line 9");
        assertRefused(
                () -> desk.unsubscribe(1, other),
                Kind.NOT_FOUND,
                "line 1 has no subscription " + other);
    }

    @Test
    void aLineThatIsDisabledOrNobodysDoesNotSubscribe() {
        policy.change(
                LineEvent.Started.class,
                state -> state.with(draft -> draft.status(Status.DISABLED)));
        world.set.configure(Examples.line(3));
        assertRefused(() -> desk.subscribe(3, MWI, SELF), Kind.WRONG_STATE, "line 3 is disabled");
        policy.change(LineEvent.Started.class, state -> state);
        world.set.configure(Examples.line(4).with(draft -> draft.user("")));
        assertRefused(
                () -> desk.subscribe(4, MWI, SELF),
                Kind.WRONG_STATE,
                "line 4 has no address-of-record to subscribe to");
        Optional<String> other = Optional.of("sip:200@pbx.example");
        assertThat(desk.subscribe(4, MWI, other).to()).isEqualTo("sip:200@pbx.example");
    }

    @Test
    void aLineThatHasTooMuchToDoSaysSoAndKeepsNoGhost() {
        String id = granted(1);
        world.pool.hold();
        while (world.line(1).post(new LineEvent.OptionsAsked())) {
            assertThat(world.pool.waiting()).isEqualTo(1);
        }
        assertRefused(() -> desk.subscribe(1, MWI, SELF), Kind.TOO_MANY, "too much to do");
        assertRefused(() -> desk.unsubscribe(1, id), Kind.TOO_MANY, "too much to do");
        assertThat(desk.subscriptions(1))
                .extracting(SubscriptionView::state)
                .containsExactly(State.ACTIVE);
    }

    @Test
    void oneThatNoPolicyTakesUpIsGone() {
        policy.change(LineEvent.SubscribeAsked.class, state -> state);
        desk.subscribe(1, MWI, SELF);
        assertThat(desk.subscriptions(1)).isEmpty();
        policy.on(
                LineEvent.SubscribeAsked.class,
                (state, event) -> {
                    throw new IllegalStateException("a fault");
                });
        desk.subscribe(1, MWI, SELF);
        assertThat(desk.subscriptions(1)).isEmpty();
    }

    @Test
    void itFollowsTheLineThroughAChangeOfServersUnderItsId() {
        String kept = granted(1);
        String going = granted(1);
        desk.unsubscribe(1, going);
        world.set.configure(Examples.line(1, "198.51.100.1"));
        String late = desk.subscribe(1, "late", SELF).id();
        String regretted = desk.subscribe(1, "regretted", SELF).id();
        desk.unsubscribe(1, regretted);
        world.clock.advanceMs(2_000);
        assertThat(world.signalling.opened()).hasSize(3);
        assertThat(world.line(1).state().subscriptions().values())
                .containsExactly(
                        Subscription.asked(kept, MWI, ""), Subscription.asked(late, "late", ""));
    }

    /** Subscribes and has it granted. */
    private String granted(int line) {
        String id = desk.subscribe(line, MWI, SELF).id();
        world.wire(line).endLast(Examples.granted(60));
        return id;
    }

    private static void assertRefused(ThrowingCallable asked, Kind kind, String words) {
        Refusal refusal = catchThrowableOfType(Refusal.class, asked);
        assertThat(refusal).hasMessageContaining(words);
        assertThat(refusal.kind()).isEqualTo(kind);
    }
}
