// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.config.kit.json.BadLine;
import org.linekeeper.config.kit.json.LineJson;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

/** What the lines are configured to do; passwords come in and never go out. */
final class ConfigRoutes {
    private static final String CONFIG = "/api/v1/config";
    private static final String LINE = CONFIG + "/lines/{line}";

    private final Lines lines;

    ConfigRoutes(Lines lines) {
        this.lines = lines;
    }

    void addTo(Router router) {
        router.on("GET", CONFIG, request -> all())
                .on("GET", LINE, request -> one(Named.line(request)))
                .on("PUT", LINE, this::change);
    }

    private Reply all() {
        String array =
                lines.configs().stream()
                        .map(ConfigRoutes::text)
                        .collect(Collectors.joining(",", "[", "]\n"));
        return Reply.of(200, "application/json", array);
    }

    private Reply one(int number) {
        return reply(
                find(number)
                        .orElseThrow(() -> new Problem(404, "There is no line " + number + ".")));
    }

    /** One change at a time, so that none slips between the look at If-Match and the change. */
    private synchronized Reply change(Request request) {
        int number = Named.line(request);
        Optional<LineConfig> old = find(number);
        String body = request.json().toString();
        checkMatch(request.header("If-Match"), old);
        try {
            lines.configure(LineJson.read(body, old.orElse(LineConfig.line(number))));
        } catch (BadLine bad) {
            String text = bad.getMessage();
            String sentence = text.endsWith(".") ? text : text + ".";
            throw new Problem(422, sentence, bad.path().isEmpty() ? "$" : "$." + bad.path());
        }
        return one(number);
    }

    private static void checkMatch(Optional<String> wanted, Optional<LineConfig> old) {
        Optional<String> tag = old.map(ConfigRoutes::text).map(ConfigRoutes::tag);
        boolean matches =
                wanted.isEmpty()
                        || Arrays.stream(wanted.get().split(","))
                                .map(String::strip)
                                .anyMatch(
                                        each ->
                                                each.equals("*")
                                                        ? tag.isPresent()
                                                        : tag.filter(each::equals).isPresent());
        if (!matches) {
            throw new Problem(412, "The line is not the one that If-Match names.");
        }
    }

    private Optional<LineConfig> find(int number) {
        return lines.configs().stream().filter(config -> config.line() == number).findFirst();
    }

    private static Reply reply(LineConfig config) {
        String text = text(config);
        return Reply.of(200, "application/json", text + "\n").with("ETag", tag(text));
    }

    private static String text(LineConfig config) {
        return LineJson.write(config, LineJson.Detail.PUBLIC);
    }

    /** Of what is shown only: a hash over the password would let it be guessed offline. */
    private static String tag(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
