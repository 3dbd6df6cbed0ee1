// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.rules.ExternalResource;

/**
 * Debian's own Chromium, driven by Playwright; without it these tests are skipped, but not in CI.
 */
final class Chromium extends ExternalResource {
    private static final List<String> QUIET =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    /** How somebody looks at the page. */
    record Look(int width, boolean dark, String locale) {
        @Override
        public String toString() {
            return width + " px, " + (dark ? "dark" : "light") + ", " + locale;
        }
    }

    static final Look DESK = new Look(1280, false, "en-US");

    /** Bounds a wait for what shall be there soon, on a machine that has much else to do, too. */
    private static final double SOON_MS = 20_000;

    private final List<String> complaints = new ArrayList<>();
    private Playwright playwright;
    private Browser browser;

    @Override
    protected void before() {
        Path program = RealServers.need("chromium", "chromium");
        Map<String, String> env = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(env));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(program)
                                        .setArgs(QUIET));
    }

    /** A page of a browser that has never been here. */
    Page page(Look look) {
        Browser.NewContextOptions options =
                new Browser.NewContextOptions()
                        .setViewportSize(look.width(), look.width() < 500 ? 844 : 900)
                        .setColorScheme(look.dark() ? ColorScheme.DARK : ColorScheme.LIGHT)
                        .setLocale(look.locale());
        Page page = browser.newContext(options).newPage();
        page.setDefaultTimeout(SOON_MS);
        PlaywrightAssertions.setDefaultAssertionTimeout(SOON_MS);
        page.onConsoleMessage(
                message -> {
                    if (List.of("error", "warning").contains(message.type())) {
                        complaints.add(page.url() + ": " + message.text());
                    }
                });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        return page;
    }

    /** The browser found nothing wrong: no error in a script, nothing that the CSP forbids. */
    void assertQuiet() {
        assertThat(complaints).isEmpty();
    }

    /** The texts on a page whose contrast is below 4.5:1. */
    static List<?> tooPale(Page page) {
        try (InputStream in = Chromium.class.getResourceAsStream("/dashboard/contrast.js")) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return (List<?>) page.evaluate(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends what a test has opened, before the dashboard goes away. */
    void closePages() {
        browser.contexts().forEach(BrowserContext::close);
        complaints.clear();
    }

    @Override
    protected void after() {
        if (playwright != null) {
            playwright.close();
        }
    }
}
