// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.linekeeper.http.kit.Principal;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

/**
 * The way in, by a link, and out. Following the link only shows a button: programs that look where
 * links lead, as chats do, would use it up otherwise.
 */
final class EnterRoutes {
    private static final String ENTER = "/enter";
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Sessions sessions;
    private final Codes codes;
    private final AuditLog audit;
    private final Attempts attempts;
    private final Consumer<String> gone;

    EnterRoutes(
            Sessions sessions,
            Codes codes,
            AuditLog audit,
            Attempts attempts,
            Consumer<String> gone) {
        this.sessions = sessions;
        this.codes = codes;
        this.audit = audit;
        this.attempts = attempts;
        this.gone = gone;
    }

    void addTo(Router router) {
        router.on("GET", ENTER, Router.ANYBODY, EnterRoutes::button)
                .on("POST", ENTER, Router.ANYBODY, this::enter)
                .on("DELETE", "/api/v1/session", Role.VIEWER.word(), this::leave);
    }

    /** Where a code leads, below the server's root. */
    static String path(String code) {
        return "enter?code=" + code;
    }

    private static Reply button(Request request) {
        String code = request.optional("code").orElse("");
        return CODE.matcher(code).matches()
                ? Pages.page(request, 200, Pages.ENTER, path(code))
                : Pages.page(request, 403, Pages.OVER, "");
    }

    private Reply enter(Request request) {
        if (attempts.areTooMany(Origin.client(request))) {
            throw new Problem(429, "Too many links that are over were followed from there.")
                    .with("Retry-After", "" + Attempts.WINDOW.toSeconds());
        }
        String code = request.optional("code").filter(CODE.asMatchPredicate()).orElse("");
        Optional<Invitation> found = used(code);
        if (found.isEmpty()) {
            attempts.wrong(Origin.client(request));
            return Pages.page(request, 403, Pages.OVER, "");
        }
        Invitation good = found.get();
        String secret = sessions.begin(good.name(), good.role(), Origin.of(request));
        Optional<Principal> who = sessions.find(secret).map(Session::principal);
        audit.record(request, who, "signed in", "");
        return Reply.empty(303)
                .with("Location", "./")
                .with("Set-Cookie", Cookie.of(request, secret));
    }

    private Optional<Invitation> used(String code) {
        try {
            return codes.use(code);
        } catch (IOException e) {
            throw new Problem(503, "Links cannot be checked now: " + e.getMessage());
        }
    }

    private Reply leave(Request request) {
        request.principal()
                .map(Principal::id)
                .flatMap(sessions::end)
                .map(Session::id)
                .ifPresent(gone);
        return Reply.empty(204).with("Set-Cookie", Cookie.none(request));
    }
}
