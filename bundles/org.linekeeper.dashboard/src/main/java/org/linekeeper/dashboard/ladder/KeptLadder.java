// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.ladder;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Optional;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.dashboard.json.Kept;
import org.linekeeper.schema.BadMessage;
import org.linekeeper.schema.Response;
import org.linekeeper.schema.Step;

/**
 * A ladder as it is kept: what the phone answered, and what the history said of the switch then. So
 * it can be drawn as long as it is kept, whatever the phone has done since.
 *
 * @param trace what the history said
 * @param steps what the phone answered; at least one
 */
record KeptLadder(Trace trace, List<Step> steps) {
    KeptLadder {
        steps = List.copyOf(steps);
    }

    Ladder ladder(DeviceName device) {
        return trace.with(device, steps);
    }

    static String write(Trace trace, Response answer) {
        return Json.object()
                .put("trace", trace.name())
                .put("line", trace.line())
                .putText("before", trace.before())
                .putAll("moves", trace.moves(), KeptLadder::move)
                .put("answer", JsonParser.parseString(answer.write()))
                .done()
                .toString();
    }

    private static JsonObject move(Trace.Move move) {
        return Json.object()
                .put("mono", move.monoMs())
                .put("from", move.from())
                .put("to", move.to())
                .putText("server", move.server())
                .put("received", move.received())
                .done();
    }

    /** What was kept; empty when it is none of ours. */
    static Optional<KeptLadder> read(String text) {
        return Kept.read(text, kept -> new KeptLadder(trace(kept), steps(kept.json("answer"))))
                .filter(kept -> !kept.steps().isEmpty() && !kept.trace().moves().isEmpty());
    }

    private static Trace trace(Kept kept) {
        return new Trace(
                kept.text("trace"),
                kept.count("line"),
                kept.optionalText("before"),
                kept.all(
                        "moves",
                        move ->
                                new Trace.Move(
                                        move.number("mono"),
                                        move.text("from"),
                                        move.text("to"),
                                        move.optionalText("server"),
                                        move.time("received"))));
    }

    private static List<Step> steps(String answer) {
        try {
            return Response.read(answer).ladder();
        } catch (BadMessage e) {
            throw new IllegalArgumentException(e);
        }
    }
}
