// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns what is wrong into notices: one when it has lasted long enough, one when it is over. What
 * is under a silence is told when the silence ends and it still lasts. A function of conditions and
 * time; any thread, one at a time.
 */
public final class Alerts {
    /** More silences at a time are refused. */
    public static final int MOST_SILENCES = 1_000;

    /** More than servers can have incidents at a time, so that nothing else is left out. */
    private static final int MOST_ALERTS = 2_000;

    private final Map<String, Standing> standing = new LinkedHashMap<>();
    private final Map<String, Silence> silences = new LinkedHashMap<>();
    private final Map<Kind, Duration> lasts = new EnumMap<>(Kind.class);
    private Instant now = Instant.EPOCH;

    /**
     * An alert.
     *
     * @param told whether somebody was told
     * @param resumed whether it is from before a restart, and was not seen since
     */
    private record Standing(Alert alert, boolean told, boolean resumed) {}

    public synchronized void silence(Silence silence) {
        silences.put(silence.id(), silence);
    }

    public synchronized void unsilence(String id) {
        silences.remove(id);
    }

    /** Those that are not over, the first to end first. */
    public synchronized List<Silence> silences() {
        return silences.values().stream()
                .sorted((one, other) -> one.until().compareTo(other.until()))
                .toList();
    }

    /** How long a kind has to last before it is told. */
    public synchronized void rule(Kind kind, Duration duration) {
        lasts.put(kind, duration);
    }

    /** All of them; a copy. */
    public synchronized Map<Kind, Duration> rules() {
        Map<Kind, Duration> rules = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            rules.put(kind, rule(kind));
        }
        return rules;
    }

    private Duration rule(Kind kind) {
        return lasts.getOrDefault(kind, kind.lasts());
    }

    /** One that somebody was told of before a restart: it is not told again, but its end is. */
    public synchronized void resume(Alert told) {
        standing.putIfAbsent(told.condition().key(), new Standing(told, true, true));
    }

    /** Those that somebody was told of, and that are not over. */
    public synchronized List<Alert> told() {
        return standing.values().stream().filter(Standing::told).map(Standing::alert).toList();
    }

    /** All that is wrong, told or not. */
    public synchronized List<Alert> alerts() {
        return standing.values().stream().map(Standing::alert).toList();
    }

    /**
     * All that somebody sees of it.
     *
     * @param alerts all that is wrong
     * @param silences those that are not over
     * @param inForce the ids of those that have begun
     */
    public record Picture(List<Alert> alerts, List<Silence> silences, Set<String> inForce) {
        /** Nothing is wrong, and nothing is silenced. */
        public static final Picture EMPTY = new Picture(List.of(), List.of(), Set.of());
    }

    /** All of it at a time: when that is another, whoever looks at it has to look again. */
    public synchronized Picture picture(Instant time) {
        return new Picture(
                alerts(),
                silences(),
                silences.values().stream()
                        .filter(silence -> silence.isInForce(time))
                        .map(Silence::id)
                        .collect(Collectors.toSet()));
    }

    /** How many somebody is to look at. */
    public synchronized int loud() {
        return (int) standing.values().stream().filter(each -> each.alert().isLoud()).count();
    }

    /**
     * Takes in everything that is wrong now; what is not among it is over.
     *
     * @param tooEarly kinds of which nobody can say that one from before a restart is over
     */
    public synchronized List<Notice> take(
            Instant time, List<Condition> conditions, Set<Kind> tooEarly) {
        now = time;
        silences.values().removeIf(silence -> silence.isOver(time));
        Map<String, Condition> wrong =
                conditions.stream()
                        .limit(MOST_ALERTS)
                        .collect(
                                Collectors.toMap(
                                        Condition::key,
                                        condition -> condition,
                                        (one, other) -> one,
                                        LinkedHashMap::new));
        List<Standing> ended =
                standing.values().stream()
                        .filter(each -> !wrong.containsKey(each.alert().condition().key()))
                        .filter(each -> !(each.resumed() && tooEarly.contains(kind(each))))
                        .toList();
        ended.forEach(each -> standing.remove(each.alert().condition().key()));
        List<Notice> notices =
                new ArrayList<>(
                        ended.stream()
                                .filter(Standing::told)
                                .map(each -> new Notice(each.alert(), true, time))
                                .toList());
        wrong.values().forEach(condition -> notices.addAll(begin(condition)));
        return notices;
    }

    private static Kind kind(Standing standing) {
        return standing.alert().condition().kind();
    }

    private List<Notice> begin(Condition condition) {
        Standing before =
                standing.getOrDefault(
                        condition.key(), new Standing(fresh(condition), false, false));
        Instant since = before.alert().since();
        if (since.isAfter(now)) {
            // The clock was set back: it is not to wait until that time comes again.
            since = now;
        }
        Optional<Instant> fired = before.alert().fired();
        if (fired.isEmpty() && !now.isBefore(since.plus(rule(condition.kind())))) {
            fired = Optional.of(now);
        }
        Alert alert = new Alert(before.alert().id(), condition, since, fired, silenceOf(condition));
        boolean tell = alert.isLoud() && !before.told();
        standing.put(condition.key(), new Standing(alert, before.told() || tell, false));
        return tell ? List.of(new Notice(alert, false, now)) : List.of();
    }

    private Alert fresh(Condition condition) {
        return new Alert(
                condition.key() + "@" + now.toEpochMilli(),
                condition,
                now,
                Optional.empty(),
                Optional.empty());
    }

    private Optional<String> silenceOf(Condition condition) {
        return silences.values().stream()
                .filter(silence -> silence.covers(condition, now))
                .findFirst()
                .map(Silence::id);
    }
}
