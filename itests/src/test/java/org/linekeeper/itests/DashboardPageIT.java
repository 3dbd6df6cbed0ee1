// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.itests.Chromium.DESK;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.Test;

/** The fleet's page in a real browser: what it says, and that everybody can read and reach it. */
public class DashboardPageIT extends RecordedPages {
    private static final String PHONE = "fanvil-x4u";

    @Test
    public void namesWithMarkupAreShownAsText() {
        Page page = open("phones");
        String name = "<img src=x onerror=alert(1)>-<b>fett</b>";
        assertThat(page.locator("tbody tr").first().locator("td.c-device a")).hasText(name);
        assertThat(page.locator("tbody img, tbody b")).hasCount(0);
        CHROMIUM.assertQuiet();
    }

    @Test
    public void theLadderMarksRetransmissionsAndLongPauses() {
        Page page = open("phones/" + PHONE + "/ladder/f3a1");
        assertThat(page.locator("[data-step='5'] .title")).hasText("REGISTER (again, 3)");
        assertThat(page.locator(".pause"))
                .hasText(
                        new String[] {
                            "pause of 30 s, not to scale", "pause of 30 s, not to scale"
                        });
    }

    @Test
    public void theAddressHoldsTheFilterAndTheWayBackTakesItAway() {
        Page page = open("phones");
        Locator chip = page.locator(".chips button").first();
        chip.click();
        assertThat(chip).hasAttribute("aria-pressed", "true");
        assertThat(page.url()).endsWith("phones?state=unregistered");
        page.goBack();
        assertThat(chip).hasAttribute("aria-pressed", "false");
        assertThat(page.url()).endsWith("phones");
    }

    @Test
    public void aPageOfTheListThatThereIsNoMoreLeadsToTheLast() {
        JsonObject beyond = Recorded.answer("phones");
        beyond.addProperty("page", 9);
        beyond.add("phones", new JsonArray());
        dashboard.answer("phones", beyond);
        Page page = open("phones?page=9");
        page.locator(".empty button").click();
        assertThat(page).hasURL(dashboard.address() + "phones?page=5");
    }

    @Test
    public void nobodyIsLedBeyondTheRowsThatCanBeAskedFor() {
        JsonObject large = Recorded.answer("phones");
        large.addProperty("total", 250_000);
        large.addProperty("page", 2_000);
        dashboard.answer("phones", large);
        Page page = open("phones?page=2000");
        assertThat(page.locator(".pager button").last()).isDisabled();
        assertThat(page.locator(".pager")).containsText("The first 100,000");
    }

    @Test
    public void noLongerSearchIsTypedThanCanBeAskedFor() {
        Page page = open("phones");
        page.locator("input[name=q]").pressSequentially("x".repeat(101));
        assertThat(page.locator("input[name=q]")).hasValue("x".repeat(100));
    }

    @Test
    public void oneWalksFromPageToPageAndBack() {
        Page page = open("phones/" + PHONE);
        page.locator(".transitions a").first().click();
        assertThat(page.locator(".ladder-drawing")).isVisible();
        page.locator(".shell-nav a[href=incidents]").click();
        page.locator("tbody a").last().click();
        assertThat(page.locator("lk-timeline svg")).isVisible();
        assertThat(page).hasURL(dashboard.address() + "incidents/i-1");
        page.goBack();
        page.goBack();
        assertThat(page.locator(".ladder-drawing")).isVisible();
        assertThat(page).hasURL(dashboard.address() + "phones/" + PHONE + "/ladder/f3a1");
        CHROMIUM.assertQuiet();
    }

    @Test
    public void theWayBackEndsWhereOneWas() {
        Page page = open("phones");
        page.setViewportSize(DESK.width(), 300);
        Locator last = page.locator("tbody a").last();
        last.scrollIntoViewIfNeeded();
        double before = (double) page.evaluate("scrollY + 0.0001");
        assertThat(before).isGreaterThan(200);
        last.click();
        assertThat(page.locator(".transitions li")).hasCount(7);
        assertThat((double) page.evaluate("scrollY + 0.0001")).isLessThan(1);
        Runnable release = dashboard.hold("phones");
        page.goBack();
        assertThat(page.locator(".loading")).isVisible();
        release.run();
        page.waitForFunction("y => Math.abs(scrollY - y) < 2", before);
    }

    @Test
    public void anOperatorPullsThePlug() {
        Page page = open("");
        page.locator("[data-plug=pbx-a]").click();
        await().untilAsserted(() -> assertThat(dashboard.drilled()).containsExactly("pbx-a true"));
        CHROMIUM.assertQuiet();
    }

    @Test
    public void aRowChangesInItsPlaceAndTheReaderIsToldThatTheOrderIsAnother() {
        Page page = open("phones?sort=state");
        Locator devices = page.locator("td.c-device a");
        List<String> before = devices.allTextContents();
        assertThat(before).hasSize(14);
        JsonObject later = Recorded.answer("phones");
        later.getAsJsonArray("phones").set(3, Recorded.phone(3, "switching"));
        dashboard.answer("phones", Recorded.turned(later));
        dashboard.tell("phones", Recorded.phone(3, "switching"));
        assertThat(page.locator("tbody tr").nth(3).locator("td.c-state")).containsText("Switching");
        assertThat(devices.allTextContents()).isEqualTo(before);
        assertThat(page.locator(".notice")).containsText("1 phone changed");
    }

    @Test
    public void theFirstPageSaysWhenAPhoneWasHeardLast() {
        Page page = open("");
        assertThat(page.locator("[data-heard]"))
                .hasText(Pattern.compile("Last word from a phone: .* \\(.* ago\\)"));
    }

    @Test
    public void anIncidentIsOnTheFirstPageAtOnce() {
        Page page = open("");
        JsonObject incident = Recorded.incident("i-3", "open");
        incident.addProperty("server", "pbx-c");
        dashboard.tell("incidents", incident);
        assertThat(page.locator("[data-incident='i-3'] h2"))
                .hasText("pbx-c: 203 phones had to leave");
        assertThat(page.locator("[data-incident]")).hasCount(2);
        CHROMIUM.assertQuiet();
    }

    @Test
    public void anAddressThatIsRefusedStaysInItsBox() {
        dashboard.refuse("alerting", 422);
        Page page = open("alerts");
        Locator url = page.locator("input[name=url]");
        url.fill("https://alerts.example.org/hook");
        page.locator("lk-alerting form button").click();
        assertThat(page.locator("lk-alerting .notice")).containsText("422");
        assertThat(url).hasValue("https://alerts.example.org/hook");
        dashboard.refuse("alerting", 0);
        page.locator("lk-alerting form button").click();
        assertThat(page.locator("lk-alerting .notice")).hasText("Saved.");
        assertThat(url).hasValue("");
    }
}
