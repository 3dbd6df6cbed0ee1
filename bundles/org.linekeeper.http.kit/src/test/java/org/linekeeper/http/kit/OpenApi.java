// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonElement;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A document of an HTTP API in {@code docs} (OpenAPI 3.1), and whether a body is as it says. What
 * we write ourselves must hold nothing that is not documented, whether the document says so or not.
 */
public final class OpenApi {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS =
            JsonSchemaFactory.getInstance(VersionFlag.V202012);

    private final JsonNode document;

    /** Reads one; tests run in the folder of their module. */
    public OpenApi(String name) {
        Path file = Path.of("..", "..", "docs", name);
        try {
            Object yaml =
                    new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
            String text = JSON.writeValueAsString(yaml);
            // Where definitions are in a schema that stands for itself.
            document = JSON.readTree(text.replace("#/components/schemas/", "#/$defs/"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close(document);
    }

    /** The whole of it. */
    public JsonNode document() {
        return document;
    }

    /** Each method and path, such as {@code GET /healthz}. */
    public Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    routes.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                }
            }
        }
        return routes;
    }

    /** What the document says of a route. */
    public JsonNode operation(String route) {
        String[] parts = route.split(" ");
        return document.get("paths").get(parts[1]).get(parts[0].toLowerCase(Locale.ROOT));
    }

    /** A route's parameters, those of its path among them. */
    public List<JsonNode> parameters(String route) {
        List<JsonNode> found = new ArrayList<>();
        document.get("paths").get(route.split(" ")[1]).path("parameters").forEach(found::add);
        operation(route).path("parameters").forEach(found::add);
        return found.stream().map(this::resolved).toList();
    }

    /** What is wrong with an answer; empty = nothing. */
    public List<String> violations(String route, int status, String type, JsonElement body) {
        JsonNode responses = operation(route).get("responses");
        String code = Integer.toString(status);
        JsonNode named = resolved(responses.get(responses.has(code) ? code : "default"));
        String plain = type.split(";")[0];
        if (!named.path("content").has(plain)) {
            return List.of(route + " " + status + " is not documented as " + type);
        }
        return check(named.get("content").get(plain).get("schema"), body.toString());
    }

    /** What is wrong with a value of a named schema. */
    public List<String> violations(String schema, JsonElement value) {
        return check(document.get("components").get("schemas").get(schema), value.toString());
    }

    /** What is wrong with the examples of the document itself, wherever one stands by a schema. */
    public List<String> violationsOfExamples() {
        List<String> found = new ArrayList<>();
        examples("", document, found);
        return found;
    }

    private void examples(String at, JsonNode node, List<String> found) {
        if (node.has("schema") && node.has("example")) {
            check(node.get("schema"), node.get("example").toString())
                    .forEach(text -> found.add(at + ": " + text));
        }
        node.properties()
                .forEach(each -> examples(at + "/" + each.getKey(), each.getValue(), found));
    }

    private List<String> check(JsonNode schema, String value) {
        ObjectNode whole = schema.deepCopy();
        whole.set("$defs", document.get("components").get("schemas"));
        JsonSchema ready = SCHEMAS.getSchema(whole);
        try {
            return ready.validate(JSON.readTree(value)).stream().map(Object::toString).toList();
        } catch (JsonProcessingException e) {
            return List.of("not JSON: " + e.getOriginalMessage());
        }
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static void close(JsonNode node) {
        node.forEach(OpenApi::close);
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
    }
}
