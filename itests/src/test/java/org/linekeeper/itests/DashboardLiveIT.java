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
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;

/** The fleet's page in a real browser while much happens: nothing of it is lost or in the way. */
public class DashboardLiveIT {
    private static final long OFTEN_MS = 100;

    @ClassRule public static final Chromium CHROMIUM = new Chromium();
    @Rule public final RecordedDashboard dashboard = new RecordedDashboard();

    private Page open(String path) {
        Page page = CHROMIUM.page(DESK);
        page.navigate(dashboard.address() + path);
        assertThat(page.locator("h1")).isVisible();
        await().until(dashboard::isHeard);
        return page;
    }

    @After
    public void closePages() {
        CHROMIUM.closePages();
    }

    @Test
    public void whatOneTypesStaysWhileUpdatesCome() {
        Page page = open("phones");
        Locator box = page.locator("input[name=q]");
        ScheduledExecutorService outage = Executors.newSingleThreadScheduledExecutor();
        try {
            JsonObject row = phone(3, "switching");
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
    public void aBlindDashboardDoesNotSayThatAllIsWell() {
        dashboard.answer("overview", calm());
        Page page = open("");
        assertThat(page.locator("h1")).hasText("All is well: 203 phones are on their primary");
        dashboard.tellOverview("freshness", freshness("blind", "broker_away"));
        assertThat(page.locator("h1"))
                .hasText(Pattern.compile("As of .*: 203 phones were on their primary"));
        assertThat(page).hasTitle("(!) Overview · Linekeeper");
        dashboard.tellOverview("freshness", freshness("live", null));
        assertThat(page.locator("h1")).hasText("All is well: 203 phones are on their primary");
        assertThat(page).hasTitle("Overview · Linekeeper");
    }

    @Test
    public void aPageThatHearsNothingDoesNotSayThatAllIsWell() {
        dashboard.answer("overview", calm());
        Page page = open("");
        dashboard.deaf(true);
        dashboard.cut();
        assertThat(page.locator("h1"))
                .hasText(Pattern.compile("As of .*: 203 phones were on their primary"));
        assertThat(page).hasTitle("(!) Overview · Linekeeper");
    }

    @Test
    public void whatIsToldWhileTheOverviewIsOnItsWayIsNotLost() {
        Runnable release = dashboard.hold("overview");
        Page page = open("incidents");
        assertThat(page.locator("tbody tr")).hasCount(2);
        JsonObject update = new JsonObject();
        update.add("overview", part("counts", calm().get("counts")));
        update.add("incidents", list(incident("i-3", "open")));
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
        dashboard.tell("phones", phone(3, "switching"));
        awaitTold(page);
        JsonObject later = RecordedDashboard.recorded("phones");
        later.getAsJsonArray("phones").set(3, phone(3, "switching"));
        dashboard.answer("phones", later);
        release.run();
        assertThat(page.locator("tbody tr").nth(3).locator("td.c-state")).containsText("Switching");
    }

    @Test
    public void whatIsToldWhileTheIncidentsAreOnTheirWayIsNotLost() {
        Runnable release = dashboard.hold("incidents");
        Page page = open("incidents");
        dashboard.tell("incidents", incident("i-2", "closed"));
        awaitTold(page);
        release.run();
        assertThat(page.locator("tbody tr")).hasCount(2);
        assertThat(page.locator("tbody tr").first()).containsText("Over");
    }

    @Test
    public void aPageThatNobodyLooksAtLeavesTheConnectionToOthersAndMissesNothing() {
        Page page = CHROMIUM.page(DESK);
        page.clock().install();
        page.navigate(dashboard.address().toString());
        await().until(dashboard::isHeard);
        awaitTold(page);
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
        dashboard.tell("incidents", incident("i-3", "open"));
        look(page, true);
        assertThat(page.locator("[data-incident='i-3']")).isVisible();
        assertThat(page.locator("[data-fresh]")).hasCount(0);
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
    public void aStreamThatWasCutGoesOnWhereItEnded() {
        Page page = open("");
        awaitTold(page);
        dashboard.deaf(true);
        dashboard.cut();
        assertThat(page.locator("[data-fresh=blind]")).isVisible();
        dashboard.tell("incidents", incident("i-3", "open"));
        dashboard.deaf(false);
        assertThat(page.locator("[data-incident='i-3']")).isVisible();
        assertThat(page.locator("[data-fresh]")).hasCount(0);
    }

    @Test
    public void aResetMakesThePageLoadAnew() {
        Page page = open("phones");
        assertThat(page.locator("tbody tr")).hasCount(14);
        JsonObject less = RecordedDashboard.recorded("phones");
        less.getAsJsonArray("phones").remove(13);
        dashboard.answer("phones", less);
        dashboard.answer("overview", calm());
        dashboard.reset();
        assertThat(page.locator("tbody tr")).hasCount(13);
        page.locator(".brand").click();
        assertThat(page.locator("[data-state=on_primary]")).hasText("203");
    }

    @Test
    public void thePageOfAlertsGoesWithThem() {
        Page page = open("alerts");
        assertThat(page.locator("main h2").first()).hasText("2 phones are not heard");
        JsonObject later = RecordedDashboard.recorded("alerts");
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
        } finally {
            outage.shutdownNow();
        }
        int last = phones.get();
        assertThat(page.locator("main h2").first()).hasText(last + " phones are not heard");
        assertThat(dashboard.asked("alerts")).isLessThan(last / 3);
    }

    @Test
    public void whatFailedIsTriedAgain() {
        dashboard.refuse("transitions", 503);
        Page page = CHROMIUM.page(DESK);
        page.clock().install();
        page.navigate(dashboard.address() + "phones/fanvil-x4u");
        assertThat(page.locator(".notice")).containsText("503");
        dashboard.refuse("transitions", 0);
        page.clock().fastForward(10_000);
        assertThat(page.locator(".transitions li")).hasCount(7);
        assertThat(page.locator(".notice")).hasCount(0);
    }

    @Test
    public void whatFailedIsTriedAgainWhenTheDashboardIsHeardAgain() {
        Page page = open("");
        awaitTold(page);
        dashboard.deaf(true);
        dashboard.cut();
        assertThat(page.locator("[data-fresh=blind]")).isVisible();
        dashboard.refuse("phones", 401);
        page.locator(".shell-nav a[href=phones]").click();
        assertThat(page.locator("main .notice")).containsText("signed out");
        dashboard.refuse("phones", 0);
        dashboard.deaf(false);
        assertThat(page.locator("tbody tr")).hasCount(14);
    }

    /** Whatever was told before has come to the page. */
    private void awaitTold(Page page) {
        dashboard.tellOverview("alerts", new JsonPrimitive(77));
        assertThat(page.locator(".shell-nav a[href=alerts] .count")).hasText("77");
    }

    /** The recorded incident that is open, under another name or in another state. */
    private static JsonObject incident(String id, String state) {
        JsonObject incident =
                RecordedDashboard.recorded("incidents")
                        .getAsJsonArray("incidents")
                        .get(0)
                        .getAsJsonObject();
        incident.addProperty("id", id);
        incident.addProperty("state", state);
        return incident;
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

    /** The recorded overview, but with all phones where they belong. */
    private static JsonObject calm() {
        JsonObject overview = RecordedDashboard.recorded("overview");
        JsonObject counts = overview.getAsJsonObject("counts");
        List.copyOf(counts.keySet()).forEach(state -> counts.addProperty(state, 0));
        counts.add("on_primary", overview.get("phones"));
        overview.add("incidents", new JsonArray());
        return overview;
    }

    private static JsonObject freshness(String state, String why) {
        JsonObject fresh = RecordedDashboard.recorded("overview").getAsJsonObject("freshness");
        fresh.addProperty("state", state);
        fresh.addProperty("why", why);
        return fresh;
    }

    /** A recorded row of the list, in another state. */
    private static JsonObject phone(int row, String state) {
        JsonObject phone =
                RecordedDashboard.recorded("phones")
                        .getAsJsonArray("phones")
                        .get(row)
                        .getAsJsonObject();
        phone.addProperty("state", state);
        phone.addProperty("why", "no_answer");
        return phone;
    }
}
