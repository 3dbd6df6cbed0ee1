// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.itests.Chromium.DESK;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;

/** The fleet's page for whoever has no mouse, or no eyes for it. */
public class DashboardKeyboardIT {
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
    public void aPlugThatWasPulledKeepsTheFocus() {
        Page page = open("");
        Locator plug = page.locator("[data-plug=pbx-a]");
        plug.focus();
        page.keyboard().press("Enter");
        await().untilAsserted(() -> assertThat(dashboard.drilled()).containsExactly("pbx-a true"));
        await().until(() -> dashboard.asked("overview") > 1);
        assertThat(plug).isFocused();
    }

    @Test
    public void whatTheMapShallShowIsChosenWithTheArrowKeysAndAskedForWithTheButton() {
        Page page = open("map");
        Locator what = page.locator("select[name=what]");
        assertThat(what.locator("option")).hasCount(4);
        what.focus();
        for (int key = 0; key < 3; key++) {
            page.keyboard().press("ArrowDown");
        }
        assertThat(what).hasValue("map?incident=i-1");
        assertThat(what).isFocused();
        assertThat(page).hasURL(dashboard.address() + "map");
        Locator button = page.locator("form.filters button");
        button.focus();
        page.keyboard().press("Enter");
        assertThat(page).hasURL(dashboard.address() + "map?incident=i-1");
        assertThat(page.locator(".player")).isVisible();
        assertThat(button).isFocused();
        page.goBack();
        assertThat(what).hasValue("map");
    }

    @Test
    public void whoSetsATimeOfTheMapMeansTheTimes() {
        Page page = open("map");
        page.locator("input[name=from]").fill("2026-11-20T20:00");
        assertThat(page.locator("select[name=what]")).hasValue("span");
        page.locator("form.filters button").click();
        assertThat(page.locator(".player")).isVisible();
        assertThat(page.url()).contains("map?from=2026-11-20T");
        assertThat(page.locator("select[name=what]")).hasValue("span");
    }

    @Test
    public void theTextOfTheStepThatIsChosenIsRead() {
        Page page = open("phones/fanvil-x4u/ladder/f3a1");
        Locator live = page.locator("main [aria-live=polite]");
        assertThat(live).containsText("Choose a step");
        page.locator("[data-step='2']").click();
        assertThat(live).containsText("REGISTER sip:");
    }

    @Test
    public void aStepThatThereIsNotLeavesAWayIntoTheLadder() {
        Page page = open("phones/fanvil-x4u/ladder/f3a1?step=99");
        assertThat(page.locator(".step[tabindex='0']")).hasCount(1);
    }

    @Test
    public void thatTheListIsAnotherIsSaidOnceAndNotWithEachPhone() {
        Page page = open("phones?sort=state");
        Locator said = page.locator("main [role=status]");
        assertThat(said).hasText("");
        dashboard.tell("phones", phone(3));
        assertThat(said).hasText("The list is another now: refresh it to see it.");
        dashboard.tell("phones", phone(4));
        assertThat(page.locator(".notice")).containsText("2 phones changed");
        assertThat(said).hasText("The list is another now: refresh it to see it.");
        assertThat(page.locator("[aria-live] .notice")).hasCount(0);
    }

    private static JsonObject phone(int row) {
        JsonObject phone =
                RecordedDashboard.recorded("phones")
                        .getAsJsonArray("phones")
                        .get(row)
                        .getAsJsonObject();
        phone.addProperty("state", "switching");
        return phone;
    }
}
