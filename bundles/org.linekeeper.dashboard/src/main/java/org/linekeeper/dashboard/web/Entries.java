// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.osgi.framework.Bundle;

/** The files inside a bundle. */
@FunctionalInterface
public interface Entries {
    /**
     * All below a directory.
     *
     * @param directory such as {@code web}
     * @return their bytes by their paths, which begin with the directory
     */
    SortedMap<String, byte[]> below(String directory);

    /** Those of a bundle. */
    static Entries of(Bundle bundle) {
        return directory -> {
            SortedMap<String, byte[]> files = new TreeMap<>();
            Enumeration<URL> found = bundle.findEntries(directory, "*", true);
            for (URL url :
                    Collections.list(found == null ? Collections.emptyEnumeration() : found)) {
                if (!url.getPath().endsWith("/")) {
                    files.put(url.getPath().substring(1), read(url));
                }
            }
            return files;
        };
    }

    private static byte[] read(URL url) {
        try (InputStream in = url.openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the bundle's " + url.getPath() + " cannot be read", e);
        }
    }
}
