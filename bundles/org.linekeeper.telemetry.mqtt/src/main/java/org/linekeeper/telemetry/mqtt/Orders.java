// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.lines.Refusal;
import org.linekeeper.api.sip.TraceEntry;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Payload;
import org.linekeeper.schema.Response;
import org.linekeeper.schema.Response.Result;
import org.linekeeper.schema.Step;

/** Carries out commands from afar. */
final class Orders {
    private static final int MOST_LADDER_CHARS = Payload.MAX_BYTES / 4;

    private final Lines lines;
    private final Instant started;

    /**
     * For these lines.
     *
     * @param started when the device did
     */
    Orders(Lines lines, Instant started) {
        this.lines = lines;
        this.started = started;
    }

    Response obey(Command command) {
        return switch (command.what()) {
            case "register" -> each(command, lines::register);
            case "probe" -> each(command, lines::options);
            case "ladder" -> ladder(command);
            case "log" -> log(command);
            default -> refused(command, "This phone does not know the command.");
        };
    }

    private static Response log(Command command) {
        return LogLevel.set(command.level())
                .map(why -> refused(command, why))
                .orElseGet(
                        () ->
                                new Response(
                                        command.key(),
                                        "done",
                                        Optional.empty(),
                                        List.of(),
                                        List.of()));
    }

    private Response each(Command command, IntConsumer order) {
        List<Result> results = new ArrayList<>();
        IntStream numbers =
                command.line().isPresent()
                        ? IntStream.of(command.line().getAsInt())
                        : lines.lines().stream().mapToInt(LineView::line);
        numbers.limit(Response.MAX_RESULTS).forEach(line -> results.add(one(line, order)));
        return new Response(command.key(), sum(results), Optional.empty(), results, List.of());
    }

    private static Result one(int line, IntConsumer order) {
        try {
            order.accept(line);
            return new Result(OptionalInt.of(line), "done", Optional.empty());
        } catch (Refusal refusal) {
            return new Result(OptionalInt.of(line), "refused", Optional.of(refusal.getMessage()));
        }
    }

    /** How the whole went. */
    static String sum(List<Result> results) {
        long done = results.stream().filter(result -> result.state().equals("done")).count();
        return done == results.size() ? "done" : done > 0 ? "partly" : "refused";
    }

    private Response ladder(Command command) {
        if (command.line().isEmpty()) {
            return refused(command, "A ladder is that of a line; the command names none.");
        }
        try {
            List<TraceEntry> trace = lines.trace(command.line().getAsInt());
            List<Step> steps = new ArrayList<>();
            int chars = 0;
            for (int i = trace.size() - 1; i >= 0 && steps.size() < Response.MAX_STEPS; i--) {
                Step step = step(trace.get(i));
                chars += step.text().length();
                if (chars > MOST_LADDER_CHARS) {
                    break;
                }
                steps.add(0, step);
            }
            return new Response(command.key(), "done", Optional.empty(), List.of(), steps);
        } catch (Refusal refusal) {
            return refused(command, refusal.getMessage());
        }
    }

    private Step step(TraceEntry entry) {
        return new Step(
                entry.at(),
                Math.max(0, entry.at().toEpochMilli() - started.toEpochMilli()),
                Step.MESSAGE,
                Optional.of(Telling.word(entry.way())),
                Optional.of(entry.peer()),
                Optional.of(Telling.word(entry.transport())),
                entry.text());
    }

    private static Response refused(Command command, String why) {
        return new Response(command.key(), "refused", Optional.of(why), List.of(), List.of());
    }
}
