// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docs/openapi.yaml, and whether a body is as it says. */
final class OpenApi {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final Map<String, Object> document;

    OpenApi() {
        Path file = Path.of("..", "..", "docs", "openapi.yaml");
        try {
            document =
                    new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each method and path, such as {@code GET /healthz}. */
    Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        map(document, "paths")
                .forEach(
                        (path, item) ->
                                object(item).keySet().stream()
                                        .filter(METHODS::contains)
                                        .map(method -> method.toUpperCase() + " " + path)
                                        .forEach(routes::add));
        return routes;
    }

    /** What is wrong with a body; empty = nothing. */
    List<String> violations(String route, int status, String type, JsonElement body) {
        String[] parts = route.split(" ");
        Map<String, Object> responses =
                map(map(map(document, "paths"), parts[1]), parts[0].toLowerCase(), "responses");
        Object named = responses.getOrDefault(Integer.toString(status), responses.get("default"));
        Map<String, Object> content = map(resolved(named), "content");
        List<String> found = new ArrayList<>();
        if (!content.containsKey(type)) {
            found.add(route + " " + status + " is not documented as " + type);
        } else {
            check("$", object(content.get(type)).get("schema"), body, found);
        }
        return found;
    }

    /** What is wrong with a value of a named schema. */
    List<String> violations(String schema, JsonElement value) {
        List<String> found = new ArrayList<>();
        check("$", map(document, "components", "schemas", schema), value, found);
        return found;
    }

    private void check(String at, Object schemaNode, JsonElement value, List<String> found) {
        Map<String, Object> schema = resolved(schemaNode);
        if (schema.containsKey("oneOf")) {
            checkOneOf(at, schema, value, found);
            return;
        }
        if (schema.containsKey("enum")) {
            Object plain = value.isJsonNull() ? null : value.getAsString();
            if (!list(schema.get("enum")).contains(plain)) {
                found.add(at + " is none of " + schema.get("enum") + ": " + value);
            }
            return;
        }
        if (!isOfType(schema.get("type"), value)) {
            found.add(at + " is not " + schema.get("type") + ": " + value);
        } else if (value.isJsonObject()) {
            checkObject(at, schema, value.getAsJsonObject(), found);
        } else if (value.isJsonArray()) {
            int i = 0;
            for (JsonElement item : value.getAsJsonArray()) {
                check(at + "[" + i++ + "]", schema.get("items"), item, found);
            }
        } else if (schema.containsKey("pattern")
                && !value.getAsString().matches((String) schema.get("pattern"))) {
            found.add(at + " does not match " + schema.get("pattern") + ": " + value);
        }
    }

    private void checkOneOf(
            String at, Map<String, Object> schema, JsonElement value, List<String> found) {
        List<String> inAll = new ArrayList<>();
        for (Object option : list(schema.get("oneOf"))) {
            List<String> inOne = new ArrayList<>();
            check(at, option, value, inOne);
            if (inOne.isEmpty()) {
                return;
            }
            inAll.addAll(inOne);
        }
        found.addAll(inAll);
    }

    private void checkObject(
            String at, Map<String, Object> schema, JsonObject value, List<String> found) {
        Map<String, Object> properties = map(schema, "properties");
        for (Object name : list(schema.getOrDefault("required", List.of()))) {
            if (!value.has((String) name)) {
                found.add(at + "." + name + " is missing");
            }
        }
        for (Map.Entry<String, JsonElement> entry : value.entrySet()) {
            String inner = at + "." + entry.getKey();
            if (properties.containsKey(entry.getKey())) {
                check(inner, properties.get(entry.getKey()), entry.getValue(), found);
            } else {
                found.add(inner + " is not documented");
            }
        }
    }

    private static boolean isOfType(Object type, JsonElement value) {
        if (type instanceof List<?> types) {
            return types.stream().anyMatch(each -> isOfType(each, value));
        }
        return switch (String.valueOf(type)) {
            case "null" -> value.isJsonNull();
            case "object" -> value.isJsonObject();
            case "array" -> value.isJsonArray();
            case "string" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
            case "boolean" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean();
            case "integer" ->
                    value.isJsonPrimitive()
                            && value.getAsJsonPrimitive().isNumber()
                            && value.getAsString().matches("-?[0-9]+");
            default -> throw new IllegalArgumentException("a type of no schema here: " + type);
        };
    }

    private Map<String, Object> resolved(Object node) {
        Object ref = object(node).get("$ref");
        return ref == null
                ? object(node)
                : map(document, ((String) ref).substring("#/".length()).split("/"));
    }

    private static Map<String, Object> map(Map<String, Object> from, String... path) {
        Map<String, Object> at = from;
        for (String name : path) {
            at = object(at.get(name));
        }
        return at;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object node) {
        return (Map<String, Object>) node;
    }

    private static List<?> list(Object node) {
        return (List<?>) node;
    }
}
