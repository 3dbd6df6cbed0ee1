// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Subscription;
import org.linekeeper.api.policy.LineEvent;

/**
 * The subscriptions of one line as its user knows them: what he asks for holds for him at once,
 * before the line has heard of it, and what he wants outlives the line's goodbye. Safe for use by
 * several threads.
 */
final class SubscriptionDesk {
    /** How many a line may have at a time. */
    static final int MOST = 50;

    private final Supplier<LineState> state;

    /** Asked for, and not heard of by the line yet. */
    private final Map<String, Subscription> coming = new LinkedHashMap<>();

    /** No longer wanted, and not heard of by the line yet. */
    private final Set<String> going = new HashSet<>();

    /** What was wanted when the line began its goodbye, in which it ends all of them. */
    private Optional<Map<String, Subscription>> atGoodbye = Optional.empty();

    /**
     * An empty desk.
     *
     * @param state where the line stands; set before {@link #heard} is called
     */
    SubscriptionDesk(Supplier<LineState> state) {
        this.state = state;
    }

    /** Takes one more; false if there are too many. */
    synchronized boolean add(Subscription asked) {
        if (known().size() >= MOST) {
            return false;
        }
        coming.put(asked.id(), asked);
        return true;
    }

    /** Marks one as no longer wanted; false if that is so already. */
    synchronized boolean leave(String id) {
        Subscription known = known().get(id);
        return known != null && known.state() != Subscription.State.REMOVING && going.add(id);
    }

    /** The line could not be told. */
    synchronized void takeBack(String id) {
        coming.remove(id);
        going.remove(id);
    }

    /** The line is about to take up an event. */
    synchronized void comes(LineEvent event) {
        if (event instanceof LineEvent.Stopping && atGoodbye.isEmpty()) {
            atGoodbye = Optional.of(new LinkedHashMap<>(state.get().subscriptions()));
        }
    }

    /** The line has taken up an event, and its state is that after it. */
    synchronized void heard(LineEvent event) {
        if (event instanceof LineEvent.SubscribeAsked asked) {
            String id = asked.subscription();
            coming.remove(id);
            Subscription late = Subscription.asked(id, asked.event(), asked.to());
            atGoodbye.ifPresent(wanted -> wanted.put(id, late));
        } else if (event instanceof LineEvent.UnsubscribeAsked asked) {
            going.remove(asked.subscription());
            atGoodbye.ifPresent(wanted -> wanted.remove(asked.subscription()));
        }
    }

    /** All that there are, oldest first. */
    synchronized List<Subscription> all() {
        return List.copyOf(known().values());
    }

    synchronized Optional<Subscription> find(String id) {
        return Optional.ofNullable(known().get(id));
    }

    private Map<String, Subscription> known() {
        Map<String, Subscription> all = new LinkedHashMap<>(state.get().subscriptions());
        coming.forEach(all::putIfAbsent);
        all.replaceAll(
                (id, known) ->
                        going.contains(id) ? known.withState(Subscription.State.REMOVING) : known);
        return all;
    }

    /** Those that are to be there again after a restart, oldest first. */
    synchronized Collection<Subscription> wanted() {
        Map<String, Subscription> all =
                new LinkedHashMap<>(atGoodbye.orElseGet(() -> state.get().subscriptions()));
        all.putAll(coming);
        all.values().removeIf(s -> s.state() == Subscription.State.REMOVING);
        all.keySet().removeAll(going);
        return all.values();
    }

    /** The line's state as it is to be kept over a restart. */
    synchronized LineState kept() {
        Collection<Subscription> wanted = wanted();
        return state.get()
                .with(
                        draft -> {
                            draft.subscriptions().clear();
                            wanted.forEach(known -> draft.subscriptions().put(known.id(), known));
                        });
    }
}
