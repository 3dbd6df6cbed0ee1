// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PageTest {
    private static final Pattern MAP = Pattern.compile("<script type=\"importmap\">(.*)</script>");

    private Fleet fleet;

    @BeforeEach
    void start() throws IOException {
        fleet = new Fleet();
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    @Test
    void everyAddressOfThePageGivesItWithABaseThatLeadsToTheRoot() {
        Map<String, String> bases =
                Map.of(
                        "/", "./",
                        "/phones", "./",
                        "/phones?q=a/b", "./",
                        "/phones/30fe%2F1", "../",
                        "/phones/30fe/ladder/x", "../../../",
                        "/incidents", "./",
                        "/incidents/7", "../",
                        "/map", "./",
                        "/alerts", "./",
                        "/audit", "./");
        bases.forEach(
                (path, base) -> {
                    HttpResponse<String> page = fleet.get(path);
                    assertThat(page.statusCode()).as(path).isEqualTo(200);
                    assertThat(page.body()).contains("<base href=\"" + base + "\">");
                    // As a browser resolves it, whatever prefix a proxy takes away.
                    URI seen = URI.create("https://x.example/fleet" + path);
                    assertThat(seen.resolve(base).resolve("app/main.js"))
                            .isEqualTo(URI.create("https://x.example/fleet/app/main.js"));
                });
        for (String none : List.of("/index.html", "/nowhere", "/app", "/web/app/b.js")) {
            assertThat(fleet.get(none).statusCode()).as(none).isEqualTo(404);
        }
    }

    @Test
    void thePolicyAllowsThePageItsImportMapAndNothingElse() throws Exception {
        HttpResponse<String> page = fleet.get("/");
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();

        byte[] hash =
                MessageDigest.getInstance("SHA-256")
                        .digest(map(page.body()).getBytes(StandardCharsets.UTF_8));
        assertThat(policy)
                .isEqualTo(
                        "default-src 'self'; script-src 'self' 'sha256-"
                                + Base64.getEncoder().encodeToString(hash)
                                + "'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                                + " base-uri 'self'; frame-ancestors 'none'; form-action 'self';"
                                + " object-src 'none'");
        assertThat(page.body().split("<script", -1)).hasSize(3);
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("same-origin");
    }

    @Test
    void whateverTheLibrariesImportIsServed() {
        JsonObject imports = imports();
        assertThat(imports.keySet())
                .contains("lit", "lit/", "lit-html", "@lit/reactive-element", "echarts");
        Vendor vendor = new Vendor(fleet.files);
        Modules modules = new Modules(Map.of(), vendor);
        for (String start : List.of("lit", "lit/directives/repeat.js", "echarts")) {
            String file = vendor.file(start).orElseThrow();
            assertThat(modules.reachedFrom(file)).contains(file);
            for (String path : modules.reachedFrom(file)) {
                String text = fleet.get("/" + path).body();
                Matcher each = Pattern.compile("(?:import|from)\\s*\"([^\"]+)\"").matcher(text);
                while (each.find()) {
                    assertThat(served(path, each.group(1), vendor)).as(path).isEqualTo(200);
                }
            }
        }
    }

    private int served(String by, String specifier, Vendor vendor) {
        String path =
                specifier.startsWith(".")
                        ? URI.create(by).resolve(specifier).toString()
                        : vendor.file(specifier).orElse("none for " + specifier.hashCode());
        return fleet.get("/" + path.replace(" ", "%20")).statusCode();
    }

    @Test
    void whatBeginsThePageIsHintedAtAndWhatComesLaterIsNot() {
        String page = fleet.get("/").body();
        for (String early : List.of("app/main.js", "app/part/a.js", "app/b.js")) {
            assertThat(page).contains("<link rel=\"modulepreload\" href=\"" + early + "\">");
        }
        assertThat(page)
                .containsPattern("modulepreload\" href=\"vendor/lit-html/[0-9.]+/lit-html.js");
        assertThat(page)
                .containsPattern(
                        "modulepreload\" href=\"vendor/lit-html/[0-9.]+/directives/repeat.js");
        assertThat(page).doesNotContain("late.js", "modulepreload\" href=\"vendor/echarts");
        assertThat(page.indexOf("importmap")).isLessThan(page.indexOf("modulepreload"));
    }

    @Test
    void librariesAreKeptForEverAndThePagesOwnFilesAreAskedForAgain() {
        String echarts = imports().get("echarts").getAsString().substring(1);
        assertThat(echarts).matches("/vendor/echarts/[0-9.]+/dist/echarts.esm.min.js");
        HttpResponse<String> library = fleet.get(echarts, "Accept-Encoding", "gzip");
        assertThat(library.headers().firstValue("Cache-Control"))
                .contains("public, max-age=31536000, immutable");
        assertThat(library.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(library.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isLessThan(400_000);

        HttpResponse<String> style = fleet.get("/style/page.css");
        assertThat(style.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(style.headers().firstValue("Content-Type")).contains("text/css; charset=utf-8");
        String tag = style.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = fleet.get("/style/page.css", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void filesHaveTheirTypes() {
        Map<String, String> types =
                Map.of(
                        "/app/main.js", "text/javascript; charset=utf-8",
                        "/i18n/zh.json", "application/json",
                        "/favicon.svg", "image/svg+xml");
        types.forEach(
                (path, type) ->
                        assertThat(fleet.get(path).headers().firstValue("Content-Type"))
                                .as(path)
                                .contains(type));
        assertThat(fleet.get("/i18n/zh.json").body()).isEqualTo("{\"a\":\"一\"}");
        assertThat(fleet.send("HEAD", "/app/main.js", "").statusCode()).isEqualTo(200);
        assertThat(fleet.send("PUT", "/app/main.js", "{}").statusCode()).isEqualTo(405);
    }

    @Test
    void pathsLeadNowhereElse() throws IOException {
        for (String path :
                List.of(
                        "/app/../../etc/passwd",
                        "/app/..%2f..%2fetc%2fpasswd",
                        "/vendor/",
                        "/META-INF/MANIFEST.MF",
                        "/vendor/../META-INF/MANIFEST.MF",
                        "//app/main.js")) {
            assertThat(
                            fleet.raw(
                                    "GET "
                                            + path
                                            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                    .as(path)
                    .matches("(?s)HTTP/1.1 40[04] .*");
        }
    }

    @Test
    void aPageThatLacksWhatItNeedsIsNotServed() {
        SmallPage noMap = new SmallPage();
        noMap.put("index.html", "<base href=\"/\">");
        assertThatThrownBy(() -> new PageRoutes(noMap)).hasMessageContaining("import map");
        assertThatThrownBy(() -> new PageRoutes(directory -> new TreeMap<>()))
                .hasMessageContaining("is not packed");
    }

    private JsonObject imports() {
        return JsonParser.parseString(map(fleet.get("/").body()))
                .getAsJsonObject()
                .getAsJsonObject("imports");
    }

    private static String map(String page) {
        Matcher map = MAP.matcher(page);
        assertThat(map.find()).isTrue();
        return map.group(1);
    }
}
