// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page's libraries, as they are packed into the bundle out of their Maven jars. */
final class Vendor {
    private static final String PACKED = "META-INF/resources/_static/";
    private static final String SERVED = "vendor/";

    /**
     * A library.
     *
     * @param name as modules import it
     * @param directory in the bundle, above that of its version
     * @param main what its bare name stands for
     */
    private record Library(String name, String directory, String main) {}

    private static final List<Library> LIBRARIES =
            List.of(
                    new Library("@lit/reactive-element", "reactive-element", "reactive-element.js"),
                    new Library("echarts", "echarts", "dist/echarts.esm.min.js"),
                    new Library("lit", "lit", "index.js"),
                    new Library("lit-element", "lit-element", "lit-element.js"),
                    new Library("lit-html", "lit-html", "lit-html.js"));

    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private final SortedMap<String, String> imports = new TreeMap<>();

    Vendor(Entries entries) {
        entries.below(PACKED.substring(0, PACKED.length() - 1))
                .forEach(
                        (path, bytes) -> {
                            if (path.endsWith(".js")) {
                                files.put(SERVED + path.substring(PACKED.length()), bytes);
                            }
                        });
        LIBRARIES.forEach(this::map);
    }

    private void map(Library library) {
        String main = "/" + library.main();
        String start = SERVED + library.directory() + "/";
        String found =
                files.keySet().stream()
                        .filter(path -> path.startsWith(start) && path.endsWith(main))
                        .filter(
                                path ->
                                        path.indexOf('/', start.length()) + main.length()
                                                == path.length())
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(library + " is not packed"));
        imports.put(library.name(), "./" + found);
        String home = found.substring(0, found.length() - library.main().length());
        imports.put(library.name() + "/", "./" + home);
    }

    /** What is served below the root, by its path: it holds the version, and never changes. */
    Map<String, byte[]> files() {
        return files;
    }

    /** The file below the root that a module means; empty when it is none of a library's. */
    Optional<String> file(String specifier) {
        String exact = imports.get(specifier);
        if (exact != null) {
            return Optional.of(exact.substring(2));
        }
        return imports.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("/"))
                .filter(entry -> specifier.startsWith(entry.getKey()))
                .map(e -> e.getValue().substring(2) + specifier.substring(e.getKey().length()))
                .findFirst();
    }

    /** The import map (HTML standard), relative to the page's base. */
    String importMap() {
        return imports.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":\"" + entry.getValue() + "\"")
                .collect(Collectors.joining(",", "{\"imports\":{", "}}"));
    }
}
