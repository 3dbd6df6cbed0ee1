// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;

/** The few pages that somebody sees who is not in, without scripts. */
final class Pages {
    static final String ENTER = "enter";
    static final String OVER = "over";
    static final String LOCKED = "locked";
    static final String PROXY = "proxy";

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";
    private static final String FRAME = frame();

    private Pages() {}

    /**
     * A page.
     *
     * @param words which one
     * @param action where its button leads, relative to the root; empty = it has none
     */
    static Reply page(Request request, int status, String words, String action) {
        ResourceBundle text = words(language(request.header("Accept-Language")));
        String form =
                action.isEmpty()
                        ? ""
                        : "<form method=\"post\" action=\""
                                + request.toRoot()
                                + action
                                + "\"><button>"
                                + text.getString(words + ".button")
                                + "</button></form>";
        String html =
                FRAME.replace("{language}", text.getString("language"))
                        .replace("{root}", request.toRoot())
                        .replace("{title}", text.getString(words + ".title"))
                        .replace("{text}", text.getString(words + ".text"))
                        .replace("{form}", form);
        return Reply.of(status, "text/html; charset=utf-8", html)
                .with("Content-Security-Policy", POLICY)
                // The address holds a secret; with no referrer at all the button would have no
                // origin.
                .with("Referrer-Policy", "same-origin");
    }

    /** Chinese for those who want it before English, English for all others. */
    static Locale language(Optional<String> acceptLanguage) {
        String list = acceptLanguage.orElse("").toLowerCase(Locale.ROOT);
        int chinese = list.indexOf("zh");
        int english = list.indexOf("en");
        return chinese >= 0 && (english < 0 || chinese < english) ? Locale.CHINESE : Locale.ENGLISH;
    }

    static ResourceBundle words(Locale language) {
        return ResourceBundle.getBundle(
                Pages.class.getPackageName() + ".words",
                language,
                Pages.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    private static String frame() {
        try (InputStream in = Pages.class.getResourceAsStream("page.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the bundle cannot be read", e);
        }
    }
}
