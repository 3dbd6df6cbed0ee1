// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Chromium.DESK;

import com.google.gson.JsonParser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** {@code linekeeper demo} as everybody meets it: the plug, the phones, one ladder, the return. */
@Category(Full.class)
public class DemoPageIT {
    private static final String ALL = "203";
    private static final double A_MINUTE_MS = 60_000;

    @ClassRule public static final Chromium CHROMIUM = new Chromium();
    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @After
    public void closePages() {
        CHROMIUM.closePages();
    }

    @Test
    public void onePullsThePlugAndSeesThePhonesGoAndReturn() throws Exception {
        try (ReadyProcess demo =
                ReadyProcess.start(
                        folder.getRoot().toPath(),
                        List.of("demo", "--http", "127.0.0.1:0"),
                        Map.of())) {
            String place =
                    JsonParser.parseString(demo.readyLine())
                            .getAsJsonObject()
                            .get("http")
                            .getAsString();
            Page page = CHROMIUM.page(DESK);
            page.navigate("http://" + place + "/");
            assertAll(page, "on_primary");

            page.locator("[data-plug=primary]").click();
            Locator incident = page.locator("[data-incident]");
            assertThat(incident).hasCount(1, new HasCountOptions().setTimeout(A_MINUTE_MS));
            assertAll(page, "on_backup");
            assertThat(incident).hasCount(1);
            assertThat(incident.locator("h2")).containsText(ALL + " phones had to leave");

            incident.locator("a").first().click();
            page.locator("tbody tr a[href*=ladder]").first().click();
            assertThat(page.locator(".step.is-message").first()).isVisible();
            assertThat(page.locator(".step.is-decision").first()).isVisible();

            page.locator(".brand").click();
            page.locator("[data-plug=primary]").click();
            assertAll(page, "on_primary");
            CHROMIUM.assertQuiet();
            assertThat(demo.log()).doesNotContain("\tat ");
        }
    }

    private static void assertAll(Page page, String state) {
        assertThat(page.locator("[data-state=" + state + "]"))
                .hasText(ALL, new HasTextOptions().setTimeout(2 * A_MINUTE_MS));
    }
}
