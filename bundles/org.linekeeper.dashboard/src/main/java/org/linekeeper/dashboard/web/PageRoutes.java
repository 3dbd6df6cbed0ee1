// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.linekeeper.dashboard.access.Access;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

/**
 * The page and all that it loads. Every address that the page itself knows gives the same page,
 * whose base leads back to the root from there: so it works below any prefix that a proxy takes
 * away.
 */
final class PageRoutes implements Routes {
    private static final String HOME = "web/";
    private static final String INDEX = "index.html";
    private static final String MAIN = "app/main.js";
    private static final String MAP = "<!-- importmap -->";
    private static final Pattern BASE = Pattern.compile("<base href=\"[^\"]*\">");

    /** What the page shows by itself; its router says what each is. */
    private static final List<String> PLACES =
            List.of(
                    "/",
                    "/alerts",
                    "/audit",
                    "/incidents",
                    "/incidents/{id}",
                    "/map",
                    "/phones",
                    "/phones/{id}",
                    "/phones/{id}/ladder/{trace}");

    private static final Map<String, String> TYPES =
            Map.of(
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "json", "application/json",
                    "png", "image/png",
                    "svg", "image/svg+xml",
                    "txt", "text/plain; charset=utf-8");

    private final Vendor vendor;
    private final SortedMap<String, byte[]> own = new TreeMap<>();
    private final String index;
    private final String policy;

    PageRoutes(Entries entries) {
        vendor = new Vendor(entries);
        entries.below("web").forEach((path, bytes) -> own.put(path.substring(4), bytes));
        String html = new String(own.remove(INDEX), StandardCharsets.UTF_8);
        String map = vendor.importMap();
        index = whole(html, map);
        policy =
                "default-src 'self'; script-src 'self' 'sha256-"
                        + sha256(map)
                        + "'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                        + " base-uri 'self'; frame-ancestors 'none'; form-action 'self';"
                        + " object-src 'none'";
    }

    @Override
    public void addTo(Router router) {
        PLACES.forEach(place -> router.on("GET", place, Access.PAGE, this::page));
        // Whoever is not in may know how the page is made: it is public.
        own.forEach((path, bytes) -> file(router, path, bytes, "no-cache"));
        vendor.files()
                .forEach(
                        (path, bytes) ->
                                file(router, path, bytes, "public, max-age=31536000, immutable"));
    }

    private Reply page(Request request) {
        String base = "<base href=\"" + request.toRoot() + "\">";
        return Reply.of(200, "text/html; charset=utf-8", BASE.matcher(index).replaceFirst(base))
                .with("Content-Security-Policy", policy)
                .with("Referrer-Policy", "same-origin");
    }

    private static void file(Router router, String path, byte[] bytes, String caching) {
        String kind = path.substring(path.lastIndexOf('.') + 1);
        String type = TYPES.getOrDefault(kind, "application/octet-stream");
        Reply plain = Reply.of(200, type, bytes).tagged().with("Cache-Control", caching);
        Reply reply = type.startsWith("image/png") ? plain : plain.gzippedOnce();
        router.on("GET", "/" + path, Router.ANYBODY, request -> reply);
    }

    /** With the import map in it, and a hint for each module that it begins with. */
    private String whole(String html, String map) {
        if (!BASE.matcher(html).find() || !html.contains(MAP)) {
            throw new IllegalStateException(INDEX + " has no base or no place for the import map");
        }
        String hints =
                new Modules(own, vendor)
                        .reachedFrom(MAIN).stream()
                                .map(
                                        path ->
                                                "\n    <link rel=\"modulepreload\" href=\""
                                                        + path
                                                        + "\">")
                                .collect(Collectors.joining());
        return html.replace(MAP, "<script type=\"importmap\">" + map + "</script>" + hints);
    }

    private static String sha256(String text) {
        try {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(utf8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
