// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.config.kit.json.BadLine;
import org.linekeeper.config.kit.json.LineConfigs;
import org.linekeeper.config.kit.json.LineJson;
import org.tomlj.Toml;

/** The schema says what the reader takes: key by key, and value by value where that was tried. */
class SchemaTest {
    private static final Path DOCS = Path.of("..", "..", "docs");
    private static final Path EXAMPLES = Path.of("..", "..", "examples", "generic");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectNode SCHEMA = schema();
    private static final JsonSchema VALIDATOR =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SCHEMA);

    private static ObjectNode schema() {
        try {
            return (ObjectNode) JSON.readTree(DOCS.resolve("generic.schema.json").toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theSchemaIsOne() {
        JsonSchema meta =
                JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(
                                com.networknt.schema.SchemaLocation.of(
                                        SCHEMA.get("$schema").textValue()));
        assertThat(meta.validate(SCHEMA)).isEmpty();
    }

    /** Each object of the schema, found from the top, against what the reader lists there. */
    @Test
    void eachKeyOfTheSchemaIsTheReadersAndTheReverse() {
        List<String> compared = new ArrayList<>();
        compare(SCHEMA.at("/$defs/line_settings"), JSON.createObjectNode(), List.of(), compared);
        assertThat(compared)
                .containsExactlyInAnyOrder(
                        "",
                        "local_port",
                        "servers",
                        "servers/give_up_ms",
                        "servers/failback",
                        "outbound_proxies",
                        "outbound_proxies/give_up_ms",
                        "outbound_proxies/failback",
                        "redundancy",
                        "heartbeat",
                        "keepalive",
                        "timers_ms",
                        "dns",
                        "dns/statics",
                        "dns/statics",
                        "dns/statics",
                        "session",
                        "profile",
                        "steadiness");
        assertThat(names(SCHEMA)).containsExactlyElementsOf(TomlFile.TABLES);
    }

    /**
     * Compares an object and those in it.
     *
     * @param needed what the reader wants there before it looks for strange keys
     * @param path from the line
     */
    private static void compare(
            JsonNode schema, ObjectNode needed, List<String> path, List<String> compared) {
        compared.add(String.join("/", path));
        ObjectNode probe = needed.deepCopy();
        probe.put("?", 1);
        assertThat(names(schema)).as("%s", path).isEqualTo(known(wrapped(probe, path)));
        for (String name : names(schema)) {
            List<String> inner = Stream.concat(path.stream(), Stream.of(name)).toList();
            JsonNode value = schema.get("properties").get(name);
            for (JsonNode object : objects(value)) {
                compare(object, needed(object), inner, compared);
            }
        }
    }

    /** The object schemas that a value may have: its own, an element's or one of a choice. */
    private static List<JsonNode> objects(JsonNode value) {
        JsonNode here = resolved(value);
        if (here.has("properties")) {
            return List.of(here);
        }
        List<JsonNode> found = new ArrayList<>();
        if (here.has("items")) {
            found.addAll(objects(here.get("items")));
        }
        here.path("oneOf").forEach(choice -> found.addAll(objects(choice)));
        return found;
    }

    private static JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? SCHEMA.at(schema.get("$ref").textValue().substring(1)) : schema;
    }

    /** Something for each key that has to be there. */
    private static ObjectNode needed(JsonNode schema) {
        ObjectNode object = JSON.createObjectNode();
        JsonNode properties = schema.get("properties");
        schema.path("required")
                .forEach(
                        name -> {
                            JsonNode value = properties.get(name.textValue());
                            if (value.has("const")) {
                                object.set(name.textValue(), value.get("const"));
                            } else if (value.get("type").textValue().equals("integer")) {
                                object.put(name.textValue(), 1);
                            } else {
                                object.put(name.textValue(), "a");
                            }
                        });
        if (properties.has("address") && properties.has("transport")) {
            object.put("address", "a");
        }
        return object;
    }

    /** The object inside a line, at this path; every step that is an array has one element. */
    private static ObjectNode wrapped(ObjectNode inner, List<String> path) {
        ObjectNode here = inner;
        for (int i = path.size() - 1; i >= 0; i--) {
            ObjectNode outer = JSON.createObjectNode();
            String name = path.get(i);
            if (Set.of("servers", "outbound_proxies", "statics").contains(name)) {
                here.put(name.equals("statics") ? "name" : "address", "a");
                ArrayNode array = outer.putArray(name);
                array.add(here);
            } else {
                outer.set(name, here);
            }
            here = outer;
        }
        return here;
    }

    private static Set<String> known(ObjectNode line) {
        BadLine bad =
                catchThrowableOfType(
                        BadLine.class, () -> LineJson.read(line.toString(), LineConfig.line(1)));
        assertThat(bad).as("%s", line).isNotNull();
        assertThat(bad.known()).as("%s", bad).isNotEmpty();
        return new TreeSet<>(bad.known());
    }

    private static Set<String> names(JsonNode schema) {
        Set<String> names = new TreeSet<>();
        schema.get("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    static Stream<Path> examples() throws IOException {
        return Files.list(EXAMPLES);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExamplesKeepToIt(Path example) throws IOException {
        assertThat(problems(Files.readString(example))).isEmpty();
    }

    @Provide
    Arbitrary<LineConfig> lines() {
        return LineConfigs.any();
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void whateverIsWrittenKeepsToIt(@ForAll("lines") LineConfig line) {
        String text = new GenericWriter().write(List.of(line), line.dns().statics(), true).text();
        assertThat(problems(text)).as(text).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[lines]",
                "[defaults]\nline = 1",
                "[[line]]\nuser = \"1\"",
                "[[line]]\nline = 0",
                "[[line]]\nline = 1\nusr = \"1\"",
                "[[line]]\nline = 1\nretry_s = \"none\"",
                "[[line]]\nline = 1\nheartbeat = { x = 1 }",
                "[[line]]\nline = 1\nservers = [ { transmissions = 0 } ]",
                "[[static_dns]]\ntype = \"MX\""
            })
    void whatTheReaderRefusesIsNotOfIt(String text) {
        assertThat(problems(text)).isNotEmpty();
        assertThat(Phone.read(text).isRefused()).isTrue();
    }

    private static Set<?> problems(String toml) {
        String json = Toml.parse(toml).toJson();
        return VALIDATOR.validate(json, InputFormat.JSON);
    }
}
