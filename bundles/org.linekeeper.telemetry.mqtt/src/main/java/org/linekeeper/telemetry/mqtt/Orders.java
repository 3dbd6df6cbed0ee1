// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.lines.Refusal;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Response;
import org.linekeeper.schema.Response.Result;

/** Carries out commands from afar. */
final class Orders {
    private final Lines lines;
    private final Ladders ladders;

    /** For these lines. */
    Orders(Lines lines) {
        this.lines = lines;
        this.ladders = new Ladders(lines);
    }

    Response obey(Command command) {
        return switch (command.what()) {
            case "register" -> each(command, lines::register);
            case "probe" -> each(command, lines::options);
            case "ladder" -> ladders.answer(command);
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

    private static Response refused(Command command, String why) {
        return new Response(command.key(), "refused", Optional.of(why), List.of(), List.of());
    }
}
