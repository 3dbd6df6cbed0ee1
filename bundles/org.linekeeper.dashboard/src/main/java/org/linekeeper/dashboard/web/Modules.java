// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which modules the page needs before it can show anything: a browser may ask for all at once. */
final class Modules {
    /** A static import; one that is made on demand has a parenthesis. */
    private static final Pattern IMPORT =
            Pattern.compile("\\b(?:import|from)\\s*[\"']([^\"'\\n]+)[\"']");

    private final Map<String, byte[]> own;
    private final Vendor vendor;

    Modules(Map<String, byte[]> own, Vendor vendor) {
        this.own = own;
        this.vendor = vendor;
    }

    /** All that one module needs, and itself, by their paths below the root. */
    Set<String> reachedFrom(String start) {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(Set.of(start));
        while (!open.isEmpty()) {
            String path = open.removeFirst();
            Optional<byte[]> text = bytes(path);
            if (text.isPresent() && reached.add(path)) {
                Matcher found = IMPORT.matcher(new String(text.get(), StandardCharsets.UTF_8));
                while (found.find()) {
                    meant(path, found.group(1)).ifPresent(open::add);
                }
            }
        }
        return reached;
    }

    private Optional<byte[]> bytes(String path) {
        return Optional.ofNullable(own.get(path))
                .or(() -> Optional.ofNullable(vendor.files().get(path)));
    }

    private Optional<String> meant(String by, String specifier) {
        return specifier.startsWith(".")
                ? Optional.of(URI.create(by).resolve(specifier).toString())
                : vendor.file(specifier);
    }
}
