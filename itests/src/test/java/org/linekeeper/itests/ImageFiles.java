// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the image lies that the build has just exported. */
final class ImageFiles {
    private ImageFiles() {}

    static Path image() {
        return Path.of(System.getProperty("linekeeper.image"));
    }

    /** The fleet's side. */
    static Path dashboard() {
        return image().resolveSibling("dashboard");
    }

    static Path root() {
        return Path.of(System.getProperty("linekeeper.root"));
    }

    static List<Path> bundles() throws IOException {
        return bundles(image());
    }

    static List<Path> bundles(Path image) throws IOException {
        try (Stream<Path> jars = Files.list(image.resolve("bundles"))) {
            return jars.filter(path -> path.toString().endsWith(".jar")).sorted().toList();
        }
    }
}
