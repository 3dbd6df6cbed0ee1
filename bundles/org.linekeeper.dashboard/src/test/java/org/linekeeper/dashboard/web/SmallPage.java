// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** A small page and, out of the jars on the class path, its real libraries. */
public final class SmallPage implements Entries {
    static final String INDEX =
            """
            <!doctype html>
            <html>
              <head>
                <base href="/">
                <!-- importmap -->
                <script type="module" src="app/main.js"></script>
              </head>
            </html>
            """;

    final SortedMap<String, byte[]> page = new TreeMap<>();
    private static final SortedMap<String, byte[]> LIBRARIES = libraries();

    public SmallPage() {
        put("index.html", INDEX);
        put(
                "app/main.js",
                "import { html } from 'lit';\nimport './part/a.js';\nimport('./late.js');\n");
        put("app/part/a.js", "export { b } from '../b.js';\nimport 'lit/directives/repeat.js';\n");
        put("app/b.js", "import './main.js';\n/** @type {import('./late.js').Late} */\n");
        put("app/late.js", "import * as echarts from 'echarts';\n");
        put("style/page.css", "p { color: red }\n".repeat(100));
        put("i18n/zh.json", "{\"a\":\"一\"}");
        put("favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    }

    void put(String path, String text) {
        page.put("web/" + path, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public SortedMap<String, byte[]> below(String directory) {
        return directory.equals("web") ? page : LIBRARIES;
    }

    private static SortedMap<String, byte[]> libraries() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        String[] places = System.getProperty("java.class.path").split(File.pathSeparator);
        Arrays.stream(places).filter(jar -> jar.contains("mvnpm")).forEach(jar -> add(files, jar));
        return files;
    }

    private static void add(Map<String, byte[]> files, String jar) {
        try (JarFile file = new JarFile(jar)) {
            for (JarEntry entry : file.stream().toList()) {
                String name = entry.getName();
                boolean served =
                        !name.matches(".*/(development|node)/.*")
                                && (!jar.contains("echarts") || name.endsWith("esm.min.js"));
                if (served && name.startsWith("META-INF/resources/") && name.endsWith(".js")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        files.put(name, in.readAllBytes());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(jar, e);
        }
    }
}
