// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.linekeeper.itests.Chromium.Look;

/** Each of the fleet's pages on a desk and in a hand, light and dark, in English and Chinese. */
@Category(Full.class)
@RunWith(Parameterized.class)
public class DashboardLooksIT {
    private static final List<String> PAGES =
            List.of(
                    "",
                    "phones",
                    "phones/fanvil-x4u",
                    "phones/fanvil-x4u/ladder/f3a1?step=6",
                    "incidents",
                    "incidents/i-1",
                    "map",
                    "map?incident=i-1",
                    "alerts",
                    "audit");

    /** A table's frame hides what is too wide for it. */
    private static final String CUT_OFF =
            "[...document.querySelectorAll('.table')]"
                    + ".filter(each => each.scrollWidth > each.clientWidth)"
                    + ".map(each => each.innerText.slice(0, 60))";

    @ClassRule public static final Chromium CHROMIUM = new Chromium();
    @ClassRule public static final RecordedDashboard DASHBOARD = new RecordedDashboard();

    private final Look look;

    public DashboardLooksIT(Look look) {
        this.look = look;
    }

    @Parameters(name = "{0}")
    public static Collection<Look> looks() {
        List<Look> looks = new ArrayList<>();
        for (int width : List.of(1280, 390)) {
            for (boolean dark : List.of(false, true)) {
                for (String locale : List.of("en-US", "zh-CN")) {
                    looks.add(new Look(width, dark, locale));
                }
            }
        }
        return looks;
    }

    @After
    public void closePages() {
        CHROMIUM.closePages();
    }

    @Test
    public void everyPageFitsAndCanBeRead() {
        Page page = CHROMIUM.page(look);
        // What there is only where people sign in.
        for (String name : List.of("audit", "invitations", "sessions")) {
            String answer = Recorded.answer(name).toString();
            page.route(
                    "**/api/v1/" + name + "*",
                    route ->
                            route.fulfill(
                                    new Route.FulfillOptions()
                                            .setContentType("application/json")
                                            .setBody(answer)));
        }
        for (String path : PAGES) {
            page.navigate(DASHBOARD.address() + path);
            assertThat(page.locator("h1")).isVisible();
            assertThat(page.locator(".loading")).hasCount(0);
            assertThat(page.locator("html"))
                    .hasAttribute("lang", look.locale().equals("zh-CN") ? "zh-CN" : "en-GB");
            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                    .as("width of /%s, %s", path, look)
                    .isEqualTo(look.width());
            assertThat((List<?>) page.evaluate(CUT_OFF))
                    .as("what is cut off on /%s, %s", path, look)
                    .isEmpty();
            assertThat(Chromium.tooPale(page))
                    .as("texts too pale on /%s, %s", path, look)
                    .isEmpty();
        }
        CHROMIUM.assertQuiet();
    }
}
