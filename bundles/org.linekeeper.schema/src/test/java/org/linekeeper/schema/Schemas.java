// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.linekeeper.schema.Topic.Channel;

/**
 * The documented schemas, to check what a test captured from the wire. What we write ourselves must
 * hold no field that is not documented, though readers would let it pass.
 */
public final class Schemas {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Channel, JsonSchema> STRICT = new EnumMap<>(Channel.class);
    private static final JsonSchema SERVER;

    static {
        for (Channel channel : Channel.values()) {
            STRICT.put(channel, strict(load(channel)));
        }
        SERVER = strict(load("srv"));
    }

    private Schemas() {}

    /** What is wrong with a message on a topic; empty = nothing. */
    public static List<String> problems(String topic, String message) {
        return Topic.parse(topic)
                .map(found -> problems(found, message))
                .orElse(List.of(topic + " is no topic of ours"));
    }

    private static List<String> problems(Topic topic, String message) {
        if (topic instanceof Topic.OfDevice device) {
            return problems(device.channel(), message);
        }
        return topic instanceof Topic.OfServer
                ? problems(SERVER, message)
                : List.of(topic.text() + " has no schema");
    }

    /** What is wrong with a message; empty = nothing. */
    public static List<String> problems(Channel channel, String message) {
        return problems(STRICT.get(channel), message);
    }

    private static List<String> problems(JsonSchema schema, String message) {
        if (message.lines().count() != 1) {
            return List.of("not one line");
        }
        try {
            return schema.validate(JSON.readTree(message)).stream().map(Object::toString).toList();
        } catch (JsonProcessingException e) {
            return List.of("not JSON: " + e.getOriginalMessage());
        }
    }

    static JsonSchemaFactory factory() {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012);
    }

    static JsonNode load(Channel channel) {
        return load(channel.path().substring(channel.path().indexOf('/') + 1));
    }

    static JsonNode load(String name) {
        try {
            return JSON.readTree(docs().resolve("schemas/" + name + ".schema.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tests run in the folder of their module. */
    static Path docs() {
        return Stream.iterate(Path.of("").toAbsolutePath(), up -> up != null, Path::getParent)
                .map(up -> up.resolve("docs"))
                .filter(docs -> Files.isDirectory(docs.resolve("schemas")))
                .findFirst()
                .orElseThrow();
    }

    private static JsonSchema strict(JsonNode schema) {
        close(schema);
        return factory().getSchema(schema);
    }

    private static void close(JsonNode node) {
        node.forEach(Schemas::close);
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
    }
}
