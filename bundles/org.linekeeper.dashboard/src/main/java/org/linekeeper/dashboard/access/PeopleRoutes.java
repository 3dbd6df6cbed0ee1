// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

/** Who is in, invitations for others, and the audit: for operators. */
final class PeopleRoutes {
    private static final String SESSIONS = "/api/v1/sessions";
    private static final String INVITATIONS = "/api/v1/invitations";

    /** Whoever is called so in the audit came in another way. */
    private static final Set<String> RESERVED =
            Set.of(Access.LOCAL, Access.TOKEN, AuditLog.NOBODY, Codes.ADMIN);

    private static final Pattern NAME = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1,60}");
    private static final int PAGE = 100;
    private static final int MOST = 1000;

    private final boolean signsIn;
    private final Sessions sessions;
    private final Codes codes;
    private final AuditLog audit;
    private final Audit deeds;
    private final Consumer<String> gone;

    PeopleRoutes(
            boolean signsIn,
            Sessions sessions,
            Codes codes,
            AuditLog audit,
            Audit deeds,
            Consumer<String> gone) {
        this.signsIn = signsIn;
        this.sessions = sessions;
        this.codes = codes;
        this.audit = audit;
        this.deeds = deeds;
        this.gone = gone;
    }

    void addTo(Router router) {
        String operator = Role.OPERATOR.word();
        router.on("GET", SESSIONS, operator, request -> all())
                .on("DELETE", SESSIONS + "/{id}", operator, this::end)
                .on("GET", INVITATIONS, operator, request -> invitations())
                .on("POST", INVITATIONS, operator, this::invite)
                .on("DELETE", INVITATIONS + "/{id}", operator, this::withdraw)
                .on("GET", "/api/v1/audit", operator, this::page);
    }

    private Reply all() {
        JsonArray array = new JsonArray();
        sessions.all().forEach(session -> array.add(session.json()));
        JsonObject body = new JsonObject();
        body.add("sessions", array);
        return Reply.json(200, body);
    }

    private Reply end(Request request) {
        String id = request.path().get("id");
        Session session =
                sessions.end(id).orElseThrow(() -> new Problem(404, "There is no such session."));
        gone.accept(id);
        deeds.add(request, "name=" + session.name() + " role=" + session.role().word());
        return Reply.empty(204);
    }

    private Reply invitations() {
        try {
            JsonArray array = new JsonArray();
            codes.all().forEach(invitation -> array.add(invitation.json()));
            JsonObject body = new JsonObject();
            body.add("invitations", array);
            return Reply.json(200, body);
        } catch (IOException e) {
            throw away("Who is invited is not known now: ", e);
        }
    }

    private Reply withdraw(Request request) {
        try {
            Invitation invitation =
                    codes.withdraw(request.path().get("id"))
                            .orElseThrow(() -> new Problem(404, "There is no such invitation."));
            deeds.add(request, "name=" + invitation.name() + " role=" + invitation.role().word());
            return Reply.empty(204);
        } catch (IOException e) {
            throw away("No invitation can be taken back now: ", e);
        }
    }

    private static Problem away(String what, IOException why) {
        return new Problem(503, what + why.getMessage()).with("Retry-After", "5");
    }

    private Reply invite(Request request) {
        if (!signsIn) {
            throw new Problem(409, "Nobody has to sign in here, so there is nobody to invite.");
        }
        JsonObject body = request.json();
        for (String name : body.keySet()) {
            if (!Set.of("role", "name").contains(name)) {
                throw new Problem(
                        422, "An invitation has nothing but \"role\" and \"name\".", "$." + name);
            }
        }
        Role role =
                Role.of(text(body, "role"))
                        .orElseThrow(
                                () ->
                                        new Problem(
                                                422,
                                                "\"role\" has to be viewer or operator.",
                                                "$.role"));
        String name = text(body, "name").strip();
        if (!NAME.matcher(name).matches()) {
            throw new Problem(422, "\"name\" has to have 1 to 60 characters in a line.", "$.name");
        }
        if (RESERVED.contains(plain(name))) {
            throw new Problem(422, "\"name\" has to be another: that one is ours.", "$.name");
        }
        return invited(request, codes.invitation(name, role));
    }

    /** What reads alike is the same. */
    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }

    private Reply invited(Request request, Invitation invitation) {
        try {
            String path = EnterRoutes.path(codes.invite(invitation));
            JsonObject reply = invitation.json();
            reply.addProperty("path", path);
            reply.addProperty("url", Origin.root(request) + path);
            deeds.add(request, "id=" + invitation.id());
            return Reply.json(201, reply);
        } catch (IOException e) {
            throw away("Nobody can be invited now: ", e);
        }
    }

    private static String text(JsonObject body, String name) {
        JsonElement value = body.get(name);
        if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
            throw new Problem(422, "\"" + name + "\" has to be a string.", "$." + name);
        }
        return value.getAsString();
    }

    private Reply page(Request request) {
        Optional<Instant> before = request.optional("before").map(PeopleRoutes::time);
        int size = request.optional("size").map(PeopleRoutes::size).orElse(PAGE);
        return Reply.json(200, audit.page(before, size));
    }

    private static Instant time(String text) {
        try {
            Instant at = Instant.parse(text);
            // Databases and calendars end somewhere.
            if (at.isAfter(Instant.EPOCH) && at.isBefore(Instant.ofEpochSecond(1L << 34))) {
                return at;
            }
            throw new DateTimeException("out of reach");
        } catch (DateTimeException e) {
            throw new Problem(422, "before= has to be a time in UTC, as \"next\" says.", "before");
        }
    }

    private static int size(String text) {
        if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > MOST) {
            throw new Problem(422, "size= has to be 1 to " + MOST + ".", "size");
        }
        return Integer.parseInt(text);
    }
}
