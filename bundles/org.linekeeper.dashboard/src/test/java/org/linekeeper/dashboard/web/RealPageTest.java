// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page as it is: that it loads only what is there, and nothing that its policy forbids. */
final class RealPageTest {
    private static final Pattern IMPORT =
            Pattern.compile(
                    "(?m)(?:^(?:import|export|})[^'\\n]*\\bfrom |^import |(?:=>|await) import\\()"
                            + "'([^']+)'");

    /** What bnd.bnd packs. */
    private static final Pattern PACKED =
            Pattern.compile(
                    "lit|echarts|lit/directives/[a-z-]+\\.js|lit-html/[a-z-]*directive.*\\.js");

    private final SortedMap<String, byte[]> page = page();

    @Test
    void whateverAModuleImportsIsThere() {
        Vendor vendor = new Vendor(new SmallPage());
        int imports = 0;
        for (String path : page.keySet()) {
            Matcher found = IMPORT.matcher(path.endsWith(".js") ? text(path) : "");
            while (found.find()) {
                String meant = found.group(1);
                imports++;
                if (meant.startsWith(".")) {
                    assertThat(page)
                            .as(path)
                            .containsKey(URI.create(path).resolve(meant).toString());
                } else {
                    assertThat(meant).as(path).matches(PACKED);
                    assertThat(vendor.files()).containsKey(vendor.file(meant).orElseThrow());
                }
            }
        }
        assertThat(imports).isGreaterThan(50);
    }

    @Test
    void whatThePageNamesIsThere() {
        Matcher named =
                Pattern.compile("(?:href|src)=\"([^\"#]+)\"").matcher(text("web/index.html"));
        while (named.find()) {
            if (!named.group(1).equals("/")) {
                assertThat(page).containsKey("web/" + named.group(1));
            }
        }
    }

    @Test
    void nothingIsInTheMarkupThatThePolicyForbids() {
        Pattern forbidden =
                Pattern.compile("<[a-z][^<>]*\\s(?:style|on[a-z]+)=|<style|javascript:|\\beval\\(");
        page.forEach(
                (path, bytes) ->
                        assertThat(forbidden.matcher(text(path)).results()).as(path).isEmpty());
    }

    private String text(String path) {
        return new String(page.get(path), StandardCharsets.UTF_8);
    }

    private static SortedMap<String, byte[]> page() {
        Path root = Path.of("src/main/resources");
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(root.resolve("web"))) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Files.readAllBytes(file));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
