// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.api;

import java.util.Optional;
import java.util.Set;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.dashboard.ladder.Ladder;
import org.linekeeper.dashboard.ladder.LadderText;
import org.linekeeper.dashboard.ladder.LadderView;
import org.linekeeper.dashboard.ladder.Ladders;
import org.linekeeper.dashboard.ladder.Pcap;
import org.linekeeper.dashboard.web.Routes;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

/** The ladder of a switch: drawn by the page, as a text, as a capture. */
public final class LadderRoutes implements Routes {
    private static final int MOST_LINES = 1_000;

    private static final Set<String> FORMATS = Set.of("json", "text", "pcap");

    private final Ladders ladders;

    public LadderRoutes(Ladders ladders) {
        this.ladders = ladders;
    }

    @Override
    public void addTo(Router router) {
        router.on("GET", "/api/v1/phones/{device}/ladder", this::ladder);
    }

    private Reply ladder(Request request) {
        DeviceName device = Asked.device(request);
        Optional<Integer> line =
                request.optional("line").isPresent()
                        ? Optional.of(Asked.number(request, "line", 1, MOST_LINES, 1))
                        : Optional.empty();
        String format = request.optional("format").orElse("json");
        if (!FORMATS.contains(format)) {
            throw Asked.impossible("format", "json, text or pcap", format);
        }
        Ladder ladder = find(device, request.optional("trace"), line);
        return switch (format) {
            case "text" -> file(ladder, "txt", "text/plain; charset=utf-8", LadderText.of(ladder));
            case "pcap" ->
                    named(
                            ladder,
                            "pcap",
                            Reply.of(200, "application/vnd.tcpdump.pcap", Pcap.of(ladder)));
            default -> Reply.json(200, LadderView.of(ladder));
        };
    }

    private Ladder find(DeviceName device, Optional<String> trace, Optional<Integer> line) {
        return Asked.of(
                () -> {
                    try {
                        return ladders.get(device, trace, line);
                    } catch (Ladders.NoLadder e) {
                        throw new Problem(e.status(), e.getMessage());
                    }
                });
    }

    private static Reply file(Ladder ladder, String ending, String type, String text) {
        return named(ladder, ending, Reply.of(200, type, text));
    }

    private static Reply named(Ladder ladder, String ending, Reply reply) {
        String name = ladder.device().name() + "-" + ladder.trace();
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return reply.with(
                "Content-Disposition", "attachment; filename=\"" + plain + "." + ending + "\"");
    }
}
