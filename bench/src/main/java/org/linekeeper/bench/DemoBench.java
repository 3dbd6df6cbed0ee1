// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.bench;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/**
 * How soon somebody who looks at the fleet's page sees an outage: the demo is started, a browser
 * opened, and the primary's plug pulled.
 */
public final class DemoBench {
    private static final long PATIENCE_MS = 120_000;
    private static final String PRIMARY = "primary";

    /** Notes by the browser's clock, which is the machine's, when an incident is first painted. */
    private static final String WATCH =
            "window.seen = null;"
                    + "new MutationObserver((changes, self) => {"
                    + "  if (document.querySelector('[data-incident]')) {"
                    + "    self.disconnect();"
                    + "    requestAnimationFrame(() => { window.seen = Date.now(); });"
                    + "  }"
                    + "}).observe(document, { childList: true, subtree: true });"
                    + "1";

    private DemoBench() {}

    /** Arguments: the image, and how often the plug is pulled. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = Integer.parseInt(args[1]);
        long start = System.nanoTime();
        try (FleetProcess demo = FleetProcess.start(Path.of(args[0]), "demo");
                Browser browser = Browser.start().orElseThrow()) {
            System.out.printf(
                    Locale.ROOT, "ready after %.1f s%n", (System.nanoTime() - start) / 1e9);
            browser.open(demo.base() + "/");
            browser.number("document.querySelector('h1') ? 1 : null");
            for (int round = 0; round < rounds; round++) {
                outage(demo, browser);
            }
        }
    }

    private static void outage(FleetProcess demo, Browser browser)
            throws IOException, InterruptedException {
        browser.number(WATCH);
        long pulled = System.currentTimeMillis();
        demo.put("drill/" + PRIMARY, "{\"pulled\":true}");
        double seen = browser.number("window.seen");
        JsonObject incident =
                demo.api("incidents?state=open")
                        .getAsJsonArray("incidents")
                        .get(0)
                        .getAsJsonObject();
        long first = Instant.parse(incident.get("start").getAsString()).toEpochMilli();
        awaitAll(demo, "on_backup");
        long moved = System.currentTimeMillis();
        demo.put("drill/" + PRIMARY, "{\"pulled\":false}");
        awaitAll(demo, "on_primary");
        System.out.printf(
                Locale.ROOT,
                "first transition %.1f s after the pull, incident on screen %.0f ms after that,"
                        + " all on the backup after %.1f s%n",
                (first - pulled) / 1e3,
                seen - first,
                (moved - pulled) / 1e3);
        long end = System.currentTimeMillis() + PATIENCE_MS;
        while (!demo.api("incidents?state=open").getAsJsonArray("incidents").isEmpty()) {
            pause(end);
        }
        browser.number("document.querySelector('[data-incident]') ? null : 1");
    }

    private static void awaitAll(FleetProcess demo, String state)
            throws IOException, InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MS;
        while (true) {
            JsonObject overview = demo.api("overview");
            int there = overview.getAsJsonObject("counts").get(state).getAsInt();
            if (there == overview.get("phones").getAsInt()) {
                return;
            }
            pause(end);
        }
    }

    private static void pause(long end) throws IOException, InterruptedException {
        if (System.currentTimeMillis() > end) {
            throw new IOException("The phones do not do what they should.");
        }
        Thread.sleep(100);
    }
}
