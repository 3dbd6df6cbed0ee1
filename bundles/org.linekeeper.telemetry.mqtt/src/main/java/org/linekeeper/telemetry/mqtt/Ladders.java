// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.lines.Ladder;
import org.linekeeper.api.lines.LadderStep;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.lines.Refusal;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Payload;
import org.linekeeper.schema.Response;
import org.linekeeper.schema.Step;

/** Gives the ladder that a command asks for, without numbers and names. */
final class Ladders {
    private static final int MOST_CHARS = Payload.MAX_BYTES / 4;

    private final Lines lines;

    Ladders(Lines lines) {
        this.lines = lines;
    }

    /** The one that {@code trace} names, on whatever line it is, or the last one of a line. */
    Response answer(Command command) {
        if (command.line().isEmpty() && command.trace().isEmpty()) {
            return refused(command, "A ladder is named by its trace, or by a line for its last.");
        }
        try {
            return find(command)
                    .map(ladder -> done(command, ladder))
                    .orElseGet(() -> refused(command, missing(command)));
        } catch (Refusal refusal) {
            return refused(command, refusal.getMessage());
        }
    }

    private Optional<Ladder> find(Command command) {
        List<Ladder> all = new ArrayList<>();
        if (command.line().isPresent()) {
            all.addAll(lines.ladders(command.line().getAsInt()));
        } else {
            for (LineView view : lines.lines()) {
                all.addAll(ladders(view.line()));
            }
        }
        return all.stream()
                .filter(ladder -> ladder.id().equals(command.trace().orElse(ladder.id())))
                .reduce((earlier, later) -> later);
    }

    private List<Ladder> ladders(int line) {
        try {
            return lines.ladders(line);
        } catch (Refusal gone) {
            // It went while we looked.
            return List.of();
        }
    }

    private static String missing(Command command) {
        return command.trace()
                .map(id -> "The phone has no ladder " + id + " (any more).")
                .orElse("The line has no ladder yet; none outlives a restart.");
    }

    private static Response done(Command command, Ladder ladder) {
        List<Step> steps = new ArrayList<>();
        int chars = 0;
        for (LadderStep told : ladder.steps()) {
            Step step = step(told);
            chars += step.text().length();
            if (chars > MOST_CHARS || steps.size() == Response.MAX_STEPS) {
                break;
            }
            steps.add(step);
        }
        return new Response(command.key(), "done", Optional.empty(), List.of(), steps);
    }

    private static Step step(LadderStep told) {
        return new Step(
                told.at(),
                told.monoMs(),
                Telling.word(told.kind()),
                told.way().map(Telling::word),
                told.peer(),
                told.transport().map(Telling::word),
                told.text());
    }

    private static Response refused(Command command, String why) {
        return new Response(command.key(), "refused", Optional.of(why), List.of(), List.of());
    }
}
