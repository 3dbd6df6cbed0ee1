// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.itests.Chromium.DESK;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
