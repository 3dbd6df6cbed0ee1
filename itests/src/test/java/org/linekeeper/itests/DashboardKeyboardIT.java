// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** The fleet's page for whoever has no mouse, or no eyes for it. */
@Category(Full.class)
public class DashboardKeyboardIT extends RecordedPages {
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
        // What the page asks for again from now on is in the other order.
        dashboard.answer("phones", Recorded.turned(Recorded.answer("phones")));
        dashboard.tell("phones", Recorded.phone(3, "switching"));
        assertThat(said).hasText("The list is another now: refresh it to see it.");
        dashboard.tell("phones", Recorded.phone(4, "switching"));
        assertThat(page.locator(".notice")).containsText("2 phones changed");
        assertThat(said).hasText("The list is another now: refresh it to see it.");
        assertThat(page.locator("[aria-live] .notice")).hasCount(0);
    }

    @Test
    public void theArrowKeysWalkDownTheLadder() {
        Page page = open("phones/fanvil-x4u/ladder/f3a1");
        page.locator("[data-step='0']").focus();
        for (int step = 0; step < 3; step++) {
            stepDownTo(page, step);
        }
        assertThat(page.locator(".raw pre")).containsText("REGISTER sip:");
        for (int step = 3; step <= 6; step++) {
            stepDownTo(page, step);
        }
        assertThat(page.locator(".raw h2"))
                .hasText("REGISTER at pbx-a (127.0.0.1:5060/udp): no answer after 4.0 s, 4 sends");
        assertThat(page.url()).endsWith("/ladder/f3a1?step=6");
        CHROMIUM.assertQuiet();
    }

    /** The next key counts from the step that has the focus. */
    private static void stepDownTo(Page page, int step) {
        page.keyboard().press("ArrowDown");
        assertThat(page.locator(".is-chosen[data-step='" + step + "']")).isFocused();
    }

    @Test
    public void theKeyboardLeapsOverTheHead() {
        Page page = open("incidents");
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        assertThat(page.locator("tbody a").first()).isFocused();
    }
}
