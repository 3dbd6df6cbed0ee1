// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.linekeeper.itests.Scene.msBetween;
import static org.linekeeper.itests.Scene.until;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.linekeeper.lab.server.PocketServer;

/** The requests of a trace, each with all its sends. */
final class Attempts {
    private Attempts() {}

    /** What was sent of a method to a server since the mark, the sends of one request together. */
    static List<List<TraceLine>> of(Scene scene, String method, PocketServer server)
            throws Exception {
        Map<String, List<TraceLine>> attempts = new LinkedHashMap<>();
        for (TraceLine line : scene.sends(method, server)) {
            attempts.computeIfAbsent(field(line, "Via"), via -> new ArrayList<>()).add(line);
        }
        return List.copyOf(attempts.values());
    }

    /** Waits until there are so many requests, the last of which may still be under way. */
    static List<List<TraceLine>> await(Scene scene, String method, PocketServer server, int count) {
        until(
                count + " x " + method + " at " + server.name(),
                () -> of(scene, method, server).size() >= count);
        try {
            return of(scene, method, server);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** From the first send of one request to the first of the next. */
    static List<Long> periods(List<List<TraceLine>> attempts) {
        List<Long> periods = new ArrayList<>();
        for (int i = 1; i < attempts.size(); i++) {
            periods.add(msBetween(attempts.get(i - 1), attempts.get(i)));
        }
        return periods;
    }

    /** The first header field of that name, with its name. */
    static String field(TraceLine line, String name) {
        return line.text()
                .lines()
                .filter(field -> field.startsWith(name + ":"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + line.text()));
    }
}
