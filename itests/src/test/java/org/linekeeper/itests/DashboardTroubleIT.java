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
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** The fleet's page in a real browser when something is away: it says so, and tries again. */
@Category(Full.class)
public class DashboardTroubleIT extends RecordedPages {
    @Test
    public void aBrokerThatIsAwayIsNoGreenPage() {
        Page page = open("map");
        dashboard.tellOverview("freshness", Recorded.freshness("blind", "broker_away"));
        assertThat(page.locator("[data-fresh=blind]"))
                .containsText("The message broker is not reached.");
        assertThat(Chromium.tooPale(page)).isEmpty();
    }

    @Test
    public void aSilentStreamMakesThePageSayHowOldItIs() {
        Page page = CHROMIUM.page(DESK);
        page.clock().install();
        page.navigate(dashboard.address().toString());
        await().until(dashboard::isHeard);
        // An answer that is still on its way would be given up by the clock, too.
        assertThat(page.locator("[data-state=on_primary]")).isVisible();
        assertThat(page.locator("[data-fresh]")).hasCount(0);
        dashboard.deaf(true);
        page.clock().fastForward(41_000);
        assertThat(page.locator("[data-fresh=blind]"))
                .containsText("has heard nothing from the dashboard");
    }

    @Test
    public void anAbsentDashboardMakesThePageSayHowOldItIs() {
        Page page = open("phones");
        assertThat(page.locator("tbody tr")).hasCount(14);
        dashboard.after();
        assertThat(page.locator("[data-fresh=blind]"))
                .containsText("has not reached the dashboard");
        assertThat(page.locator("tbody tr")).hasCount(14);
    }

    @Test
    public void allPagesAreThereWhenTheDashboardIsNot() {
        Page page = open("");
        for (String module : List.of("page/alerts.js", "form/alerting.js", "form/silences.js")) {
            page.waitForFunction(
                    "module => performance.getEntriesByType('resource')"
                            + ".some(each => each.name.endsWith(module))",
                    module);
        }
        dashboard.after();
        page.locator(".shell-nav a[href=alerts]").click();
        assertThat(page.locator("h1")).hasText("Alerts");
    }

    @Test
    public void aPageThatCouldNotBeLoadedIsTriedAgain() {
        Page page = CHROMIUM.page(DESK);
        page.route("**/page/alerts.js", Route::abort);
        page.navigate(dashboard.address().toString());
        page.locator(".shell-nav a[href=alerts]").click();
        assertThat(page.locator("h1")).hasText("The dashboard does not answer.");
        page.unroute("**/page/alerts.js");
        page.locator("main button").click();
        assertThat(page.locator("h1")).hasText("Alerts");
    }

    @Test
    public void aPageThatCouldNotBeLoadedComesWhenTheDashboardIsHeardAgain() {
        Page page = CHROMIUM.page(DESK);
        page.route("**/page/alerts.js", Route::abort);
        dashboard.open(page, "");
        dashboard.deaf(true);
        dashboard.cut();
        assertThat(page.locator("[data-fresh=blind]")).isVisible();
        page.locator(".shell-nav a[href=alerts]").click();
        assertThat(page.locator("h1")).hasText("The dashboard does not answer.");
        page.unroute("**/page/alerts.js");
        dashboard.deaf(false);
        assertThat(page.locator("h1")).hasText("Alerts");
    }

    @Test
    public void aPageWithoutItsTextsSaysSoAndAsksForThemAgain() {
        Page page = CHROMIUM.page(DESK);
        page.route("**/i18n/*.json", Route::abort);
        page.navigate(dashboard.address().toString());
        assertThat(page.locator("#skeleton")).containsText("does not answer");
        assertThat(page.locator("#skeleton")).containsText("没有应答");
        page.unroute("**/i18n/*.json");
        assertThat(page.locator("h1")).isVisible();
        assertThat(page.locator("#skeleton")).hasCount(0);
    }

    @Test
    public void aLanguageWhoseTextsDoNotComeIsNotChosen() {
        Page page = open("");
        page.route("**/i18n/zh.json", Route::abort);
        Locator language = page.getByLabel("Language");
        language.selectOption("zh");
        assertThat(page.locator(".notice")).containsText("could not be loaded");
        assertThat(language).hasValue("en");
        page.unroute("**/i18n/zh.json");
        language.selectOption("zh");
        assertThat(page.locator(".shell-nav a[href=phones]")).hasText("话机");
        assertThat(page.locator(".notice")).hasCount(0);
    }

    @Test
    public void withoutTheChartsLibraryTheCurveIsInWords() {
        Page page = CHROMIUM.page(DESK);
        List<String> errors = new ArrayList<>();
        page.onPageError(errors::add);
        page.route("**/echarts*.js", Route::abort);
        page.navigate(dashboard.address() + "incidents/i-1");
        assertThat(page.locator("lk-curve p"))
                .hasText(Pattern.compile("The curve could not be loaded. Left: \\d+, .*"));
        assertThat(errors).isEmpty();
    }

    @Test
    public void aFilmThatFailedIsNotAskedForWhenOneHasGoneBackToNow() {
        dashboard.refuse("frames", 503);
        Page page = CHROMIUM.page(DESK);
        List<String> errors = new ArrayList<>();
        page.onPageError(errors::add);
        page.clock().install();
        page.navigate(dashboard.address() + "map?incident=i-1");
        assertThat(page.locator(".notice")).containsText("503");
        await().until(dashboard::isHeard);
        page.locator(".shell-nav a[href=map]").click();
        assertThat(page.locator(".legend")).isVisible();
        page.clock().fastForward(10_000);
        dashboard.awaitTold(page);
        assertThat(errors).isEmpty();
    }

    @Test
    public void aBlindDashboardDoesNotSayThatAllIsWell() {
        dashboard.answer("overview", Recorded.calm());
        Page page = open("");
        assertThat(page.locator("h1")).hasText("All is well: 203 phones are on their primary");
        dashboard.tellOverview("freshness", Recorded.freshness("blind", "broker_away"));
        assertThat(page.locator("h1"))
                .hasText(Pattern.compile("As of .*: 203 phones were on their primary"));
        assertThat(page).hasTitle("(!) Overview · Linekeeper");
        dashboard.tellOverview("freshness", Recorded.freshness("live", null));
        assertThat(page.locator("h1")).hasText("All is well: 203 phones are on their primary");
        assertThat(page).hasTitle("Overview · Linekeeper");
    }

    @Test
    public void aPageThatHearsNothingDoesNotSayThatAllIsWell() {
        dashboard.answer("overview", Recorded.calm());
        Page page = open("");
        dashboard.deaf(true);
        dashboard.cut();
        assertThat(page.locator("h1"))
                .hasText(Pattern.compile("As of .*: 203 phones were on their primary"));
        assertThat(page).hasTitle("(!) Overview · Linekeeper");
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
    public void olderOnesThatDidNotComeAreAskedForAgain() {
        JsonObject newest = Recorded.answer("transitions");
        newest.addProperty("next", "2026-11-20T00:00:00.000Z");
        dashboard.answer("transitions", newest);
        Page page = open("phones/fanvil-x4u");
        assertThat(page.locator(".transitions li")).hasCount(7);
        dashboard.refuse("transitions", 401);
        Locator older = page.getByText("Older");
        older.click();
        assertThat(page.locator("main .notice")).containsText("signed out");
        dashboard.refuse("transitions", 0);
        dashboard.answer("transitions", Recorded.answer("transitions"));
        page.locator("main .notice button").click();
        assertThat(page.locator(".transitions li")).hasCount(14);
        assertThat(page.locator("main .notice")).hasCount(0);
        assertThat(older).hasCount(0);
    }

    @Test
    public void whatFailedIsTriedAgainWhenTheDashboardIsHeardAgain() {
        Page page = open("");
        dashboard.awaitTold(page);
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
}
