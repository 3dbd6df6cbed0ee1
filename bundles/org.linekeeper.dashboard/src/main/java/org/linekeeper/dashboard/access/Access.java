// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.linekeeper.http.kit.Answer;
import org.linekeeper.http.kit.Gate;
import org.linekeeper.http.kit.Guard;
import org.linekeeper.http.kit.Principal;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;
import org.linekeeper.http.kit.Token;

/**
 * Who may look and who may act. Where nobody has to sign in, whoever works on this host is an
 * operator. Elsewhere it is who came by a link that is good once, and who shows the token that lies
 * in the home directory. Every request that changes something goes into the audit.
 *
 * <p>A route that says no role is for viewers when it reads and for operators when it changes
 * something; one that says the word of a role is for that role and those above. For any thread.
 */
public final class Access implements Guard {
    /** The role of a route that gives a page: whoever may not see it is told how to get in. */
    public static final String PAGE = "page";

    static final String COOKIE = "linekeeper";

    /** The name of whoever works on this host. */
    static final String LOCAL = "local";

    /** The name of whoever shows the token. */
    static final String TOKEN = "token";

    private final boolean signsIn;
    private final Optional<Token> token;
    private final Sessions sessions;
    private final Codes codes;
    private final AuditLog audit;
    private final Deeds deeds = new Deeds();
    private final Attempts attempts;
    private final Consumer<String> gone;

    /**
     * Access to one server.
     *
     * @param signsIn whether everybody has to sign in; otherwise whoever is on this host has not
     * @param token lets in who shows it, as an operator
     * @param keep where sessions, invitations and the audit are kept
     * @param clock what time it is
     * @param gone told the id of a principal who may not do anything any more
     */
    public Access(
            boolean signsIn,
            Optional<Token> token,
            Keep keep,
            Supplier<Instant> clock,
            Consumer<String> gone) {
        this.signsIn = signsIn;
        this.token = token;
        this.gone = gone;
        sessions = new Sessions(keep, clock);
        codes = new Codes(keep, clock);
        audit = new AuditLog(keep, clock);
        attempts = new Attempts(clock);
    }

    /** The gate that goes with it. */
    public Gate gate(InetSocketAddress bound) {
        return signsIn ? Gate.guarded(bound) : Gate.loopback(bound);
    }

    /** The log of what is done. */
    public Audit audit() {
        return deeds;
    }

    /**
     * A new link that makes whoever follows it first, within 15 minutes, an operator; relative to
     * the server's root. Empty where nobody has to sign in.
     */
    public Optional<String> link() {
        return signsIn ? Optional.of(EnterRoutes.path(codes.admin())) : Optional.empty();
    }

    /** Adds the ways in and out, and what operators need to know of them. */
    public void addTo(Router router) {
        new EnterRoutes(sessions, codes, audit, attempts, gone).addTo(router);
        new PeopleRoutes(signsIn, sessions, codes, audit, deeds, gone).addTo(router);
    }

    @Override
    public Answer pass(Request request, String role, Function<Request, Answer> handler) {
        Optional<Principal> who = principal(request);
        if (role.equals(Router.ANYBODY)) {
            return handler.apply(who.map(request::by).orElse(request));
        }
        if (who.isEmpty()) {
            return stranger(request, role);
        }
        return known(request.by(who.get()), asked(request, role), handler);
    }

    private Answer known(Request request, Role asked, Function<Request, Answer> handler) {
        boolean changes = !request.method().matches("GET|HEAD");
        deeds.begin(request);
        try {
            Role has = request.principal().map(Principal::role).flatMap(Role::of).orElseThrow();
            if (!has.may(asked)) {
                throw new Problem(403, "This is for those with the role " + asked.word() + ".");
            }
            Answer answer = handler.apply(request);
            if (changes && answer instanceof Reply reply) {
                record(request, reply.status());
            }
            return answer;
        } catch (Problem problem) {
            if (changes) {
                record(request, problem.status());
            }
            throw problem;
        } finally {
            deeds.end(request);
        }
    }

    private void record(Request request, int status) {
        String detail = Deed.detail(request, status) + deeds.of(request);
        audit.record(request, request.principal(), Deed.what(request), detail);
    }

    private static Role asked(Request request, String role) {
        boolean reads = request.method().matches("GET|HEAD");
        return switch (role) {
            case PAGE -> Role.VIEWER;
            case Router.BY_METHOD -> reads ? Role.VIEWER : Role.OPERATOR;
            default ->
                    Role.of(role)
                            .orElseThrow(() -> new IllegalStateException(role + " is no role"));
        };
    }

    private Answer stranger(Request request, String role) {
        String words = signsIn ? Pages.LOCKED : Pages.PROXY;
        if (role.equals(PAGE)) {
            return Pages.page(request, 401, words, "").with("WWW-Authenticate", "Link");
        }
        throw new Problem(401, "Only those who came by a link get an answer here.")
                .with("WWW-Authenticate", "Link");
    }

    private Optional<Principal> principal(Request request) {
        Optional<Principal> session =
                request.cookie(COOKIE).flatMap(sessions::find).map(Session::principal);
        if (session.isPresent()) {
            return session;
        }
        if (!signsIn && Origin.isHere(request)) {
            return Optional.of(new Principal(LOCAL, LOCAL, Role.OPERATOR.word()));
        }
        String shown = request.header("Authorization").orElse(null);
        return token.filter(secret -> secret.isShownIn(shown))
                .map(secret -> new Principal(TOKEN, TOKEN, Role.OPERATOR.word()));
    }
}
