// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the route of a request by its path, then by its method. Each route names the role that it
 * asks for; what roles there are is the guard's business.
 */
public final class Router {
    /** The role of a route that says none: the guard decides by the method. */
    public static final String BY_METHOD = "";

    /** The role of a route that is for everybody. */
    public static final String ANYBODY = "anybody";

    private final List<Route> routes = new ArrayList<>();

    /** Adds a route that says no role. */
    public Router on(String method, String template, Function<Request, Answer> handler) {
        return on(method, template, BY_METHOD, handler);
    }

    /**
     * Adds a route.
     *
     * @param method in capitals; HEAD goes with GET
     * @param template a path whose {@code {names}} stand for one segment each
     * @param role what the guard is told
     * @param handler gives the answer; may throw Problem
     */
    public Router on(
            String method, String template, String role, Function<Request, Answer> handler) {
        String[] names = template.substring(1).split("/", -1);
        routes.add(new Route(method, template, names, role, handler));
        return this;
    }

    /** What there is, such as {@code GET /healthz}, in the order it was added. */
    public List<String> index() {
        return routes.stream().map(route -> route.method + " " + route.template).toList();
    }

    /**
     * The route for a method and a path as it was sent; 404 without one, 405 when the path has
     * other methods.
     */
    Found find(String method, String rawPath) {
        List<String> segments = segments(rawPath);
        Set<String> allowed = new LinkedHashSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> values = route.match(segments);
            if (values.isPresent()) {
                if (route.method.equals(method) || route.isHead(method)) {
                    return new Found(values.get(), route.role, route.handler);
                }
                allowed.add(route.method);
                if (route.method.equals("GET")) {
                    allowed.add("HEAD");
                }
            }
        }
        if (allowed.isEmpty()) {
            throw new Problem(404, "There is nothing at this address.");
        }
        allowed.add("OPTIONS");
        String allow = String.join(", ", allowed);
        if (method.equals("OPTIONS")) {
            return new Found(Map.of(), ANYBODY, request -> Reply.empty(204).with("Allow", allow));
        }
        throw new Problem(405, "This address takes " + allow + ".").with("Allow", allow);
    }

    private static List<String> segments(String rawPath) {
        List<String> segments = new ArrayList<>();
        for (String segment : rawPath.substring(1).split("/", -1)) {
            // URLDecoder is made for forms, where a plus is a blank.
            String text = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (text.chars().anyMatch(c -> c < ' ' || c == 127)) {
                throw new Problem(404, "There is nothing at this address.");
            }
            segments.add(text);
        }
        return segments;
    }

    /**
     * A route that fits.
     *
     * @param path values of its {@code {names}}
     * @param role what it asks for
     * @param handler what to run
     */
    record Found(Map<String, String> path, String role, Function<Request, Answer> handler) {}

    private record Route(
            String method,
            String template,
            String[] names,
            String role,
            Function<Request, Answer> handler) {
        boolean isHead(String asked) {
            return asked.equals("HEAD") && method.equals("GET");
        }

        Optional<Map<String, String>> match(List<String> segments) {
            if (names.length != segments.size()) {
                return Optional.empty();
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < names.length; i++) {
                if (names[i].startsWith("{")) {
                    values.put(names[i].substring(1, names[i].length() - 1), segments.get(i));
                } else if (!names[i].equals(segments.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(values);
        }
    }
}
