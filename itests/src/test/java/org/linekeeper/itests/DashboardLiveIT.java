// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.itests.Chromium.DESK;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** The fleet's page in a real browser while much happens: nothing of it is lost or in the way. */
@Category(Full.class)
public class DashboardLiveIT extends RecordedPages {
    private static final long OFTEN_MS = 100;

    @Test
    public void whatOneTypesStaysWhileUpdatesCome() {
        Page page = open("phones");
        Locator box = page.locator("input[name=q]");
        ScheduledExecutorService outage = Executors.newSingleThreadScheduledExecutor();
        try {
            JsonObject row = Recorded.phone(3, "switching");
            outage.scheduleAtFixedRate(
                    () -> dashboard.tell("phones", row), 0, OFTEN_MS, TimeUnit.MILLISECONDS);
            box.pressSequentially(
                    "x4u 2.12", new Locator.PressSequentiallyOptions().setDelay(1.5 * OFTEN_MS));
            assertThat(page).hasURL(dashboard.address() + "phones?q=x4u+2.12");
        } finally {
            outage.shutdownNow();
        }
        assertThat(box).hasValue("x4u 2.12");
        CHROMIUM.assertQuiet();
    }

    @Test
    public void oneBoxDoesNotForgetWhatWasTypedIntoAnother() {
        Page page = open("phones");
        page.locator("input[name=q]").fill("desk");
        page.locator("input[name=server]").fill("pbx-a");
        assertThat(page).hasURL(dashboard.address() + "phones?q=desk&server=pbx-a");
    }

    @Test
    public void aSearchDoesNotFollowToAnotherPage() {
        Page page = CHROMIUM.page(DESK);
        page.clock().install();
        page.navigate(dashboard.address() + "phones");
        page.locator("input[name=q]").fill("desk");
        page.locator(".shell-nav a[href=alerts]").click();
        page.clock().fastForward(1_000);
        assertThat(page.locator("h1")).hasText("Alerts");
        assertThat(page).hasURL(dashboard.address() + "alerts");
    }

    @Test
    public void whatIsToldWhileTheOverviewIsOnItsWayIsNotLost() {
        Runnable release = dashboard.hold("overview");
        Page page = open("incidents");
        assertThat(page.locator("tbody tr")).hasCount(2);
        JsonObject update = new JsonObject();
        update.add("overview", part("counts", Recorded.calm().get("counts")));
        update.add("incidents", list(Recorded.incident("i-3", "open")));
        dashboard.tell(update);
        assertThat(page.locator("tbody tr")).hasCount(3);
        release.run();
        page.locator(".brand").click();
        assertThat(page.locator("[data-state=on_primary]")).hasText("203");
        assertThat(page.locator("[data-incident='i-3']")).isVisible();
    }

    @Test
    public void whatIsToldWhileTheListIsOnItsWayIsNotLost() {
        Runnable release = dashboard.hold("phones");
        Page page = open("phones");
        dashboard.tell("phones", Recorded.phone(3, "switching"));
        dashboard.awaitTold(page);
        JsonObject later = Recorded.answer("phones");
        later.getAsJsonArray("phones").set(3, Recorded.phone(3, "switching"));
        dashboard.answer("phones", later);
        release.run();
        assertThat(page.locator("tbody tr").nth(3).locator("td.c-state")).containsText("Switching");
    }

    @Test
    public void whatIsToldWhileTheIncidentsAreOnTheirWayIsNotLost() {
        Runnable release = dashboard.hold("incidents");
        Page page = open("incidents");
        dashboard.tell("incidents", Recorded.incident("i-2", "closed"));
        dashboard.awaitTold(page);
        release.run();
        assertThat(page.locator("tbody tr")).hasCount(2);
        assertThat(page.locator("tbody tr").first()).containsText("Over");
    }

    @Test
    public void whatIsToldWhileTheIncidentsAreAskedForAgainIsNotLost() {
        dashboard.refuse("incidents", 503);
        Page page = CHROMIUM.page(DESK);
        page.clock().install();
        page.navigate(dashboard.address() + "incidents");
        assertThat(page.locator("main .notice")).containsText("503");
        await().until(dashboard::isHeard);
        Runnable release = dashboard.hold("incidents");
        dashboard.refuse("incidents", 0);
        page.clock().fastForward(10_000);
        await().until(() -> dashboard.asked("incidents") > 1);
        dashboard.tell("incidents", Recorded.incident("i-2", "closed"));
        dashboard.awaitTold(page);
        release.run();
        assertThat(page.locator("tbody tr")).hasCount(2);
        assertThat(page.locator("tbody tr").first()).containsText("Over");
    }

    @Test
    public void anIncidentFurtherDownTheListChangesInItsPlace() {
        JsonObject newest = Recorded.answer("incidents");
        JsonObject older = newest.deepCopy();
        JsonArray rows = newest.getAsJsonArray("incidents");
        older.getAsJsonArray("incidents").remove(1);
        JsonObject open = rows.remove(0).getAsJsonObject();
        newest.add("next", rows.get(0).getAsJsonObject().get("start"));
        dashboard.answer("incidents", newest);
        Page page = open("incidents");
        assertThat(page.locator("tbody tr")).hasCount(1);
        dashboard.answer("incidents", older);
        page.locator("main button").click();
        assertThat(page.locator("tbody tr")).hasCount(2);
        open.addProperty("phones", 204);
        dashboard.tell("incidents", open);
        assertThat(page.locator("tbody tr").last()).containsText("204");
        assertThat(page.locator("tbody tr")).hasCount(2);
    }

    @Test
    public void aPageThatNobodyLooksAtLeavesTheConnectionToOthersAndMissesNothing() {
        Page page = openWithClock();
        look(page, false);
        page.clock().fastForward(61_000);
        await().during(Duration.ofSeconds(2))
                .until(
                        () -> {
                            // A server finds out that nobody reads when it writes.
                            dashboard.tellOverview("alerts", new JsonPrimitive(78));
                            return !dashboard.isHeard();
                        });
        assertThat(page.locator("[data-fresh]")).hasCount(0);
        dashboard.tell("incidents", Recorded.incident("i-3", "open"));
        look(page, true);
        assertThat(page.locator("[data-incident='i-3']")).isVisible();
        assertThat(page.locator("[data-fresh]")).hasCount(0);
    }

    @Test
    public void whoComesBackToATabThatRestedIsNotToldOfASilence() {
        Page page = openWithClock();
        dashboard.hold("overview");
        dashboard.hold("events");
        look(page, false);
        page.clock().fastForward(61_000);
        look(page, true);
        page.clock().runFor(2_000);
        assertThat(page.locator("[data-fresh]")).hasCount(0);
    }

    /** The first page, with a clock that leaps when the test says so. */
    private Page openWithClock() {
        Page page = CHROMIUM.page(DESK);
        page.clock().install();
        page.navigate(dashboard.address().toString());
        await().until(dashboard::isHeard);
        dashboard.awaitTold(page);
        return page;
    }

    /** Brings the page's tab to the front, or another one. */
    private static void look(Page page, boolean at) {
        page.evaluate(
                "hidden => {"
                        + " Object.defineProperty(document, 'hidden',"
                        + " {value: hidden, configurable: true});"
                        + " document.dispatchEvent(new Event('visibilitychange')); }",
                !at);
    }

    @Test
    public void whatWasToldLongAgoDoesNotTurnTheClockBack() {
        // As of the overview, which was 8 s after the last word.
        Page page = openWithClock();
        page.clock().fastForward(35_000);
        dashboard.tellOverview("phones", new JsonPrimitive(204));
        assertThat(page.locator("h1")).containsText("204");
        assertThat(page.locator("[data-heard]"))
                .hasText(Pattern.compile(".* \\(([45]\\d s|1 min.*) ago\\)"));
    }

    @Test
    public void aStreamThatWasCutGoesOnWhereItEnded() {
        Page page = open("");
        dashboard.awaitTold(page);
        dashboard.deaf(true);
        dashboard.cut();
        assertThat(page.locator("[data-fresh=blind]")).isVisible();
        dashboard.tell("incidents", Recorded.incident("i-3", "open"));
        dashboard.deaf(false);
        assertThat(page.locator("[data-incident='i-3']")).isVisible();
        assertThat(page.locator("[data-fresh]")).hasCount(0);
    }

    @Test
    public void aResetMakesThePageLoadAnew() {
        Page page = open("phones");
        assertThat(page.locator("tbody tr")).hasCount(14);
        JsonObject less = Recorded.answer("phones");
        less.getAsJsonArray("phones").remove(13);
        dashboard.answer("phones", less);
        dashboard.answer("overview", Recorded.calm());
        dashboard.reset();
        assertThat(page.locator("tbody tr")).hasCount(13);
        page.locator(".brand").click();
        assertThat(page.locator("[data-state=on_primary]")).hasText("203");
    }

    @Test
    public void thePageOfAlertsGoesWithThem() throws InterruptedException {
        Page page = open("alerts");
        assertThat(page.locator("main h2").first()).hasText("2 phones are not heard");
        JsonObject later = Recorded.answer("alerts");
        JsonObject alert = later.getAsJsonArray("alerts").get(0).getAsJsonObject();
        AtomicInteger phones = new AtomicInteger();
        ScheduledExecutorService outage = Executors.newSingleThreadScheduledExecutor();
        try {
            outage.scheduleAtFixedRate(
                    () -> {
                        alert.addProperty("phones", phones.incrementAndGet());
                        dashboard.answer("alerts", later.deepCopy());
                        dashboard.tell(part("alerts", new JsonPrimitive(true)));
                    },
                    0,
                    OFTEN_MS,
                    TimeUnit.MILLISECONDS);
            assertThat(page.locator("main h2").first())
                    .hasText(Pattern.compile("[0-9]{2,} phones are not heard"));
            outage.shutdown();
            assertThat(outage.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            outage.shutdownNow();
        }
        int last = phones.get();
        assertThat(page.locator("main h2").first()).hasText(last + " phones are not heard");
        assertThat(dashboard.asked("alerts")).isLessThan(last / 3);
    }

    private static JsonArray list(JsonObject row) {
        JsonArray list = new JsonArray();
        list.add(row);
        return list;
    }

    private static JsonObject part(String name, JsonElement value) {
        JsonObject part = new JsonObject();
        part.add(name, value);
        return part;
    }
}
