// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.linekeeper.schema.AsyncApi.Example;
import org.linekeeper.schema.Topic.Channel;

/** The document, the schemas and the records say the same. */
class AsyncApiTest {
    private static final AsyncApi API = new AsyncApi();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<JsonNode> WRONG =
            List.of(DoubleNode.valueOf(-0.5), JSON.createArrayNode());

    static Stream<Example> examples() {
        return API.examples().stream();
    }

    @Test
    void itHasEachChannelAndNoOther() {
        List<String> names = new ArrayList<>();
        API.document().path("channels").fieldNames().forEachRemaining(names::add);
        List<String> known = new ArrayList<>(AsyncApi.channels().map(AsyncApi::name).toList());
        known.add("srv");
        assertThat(names).containsExactlyInAnyOrderElementsOf(known);
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aChannelIsAtItsTopic(Channel channel) {
        assertThat(API.channel(channel).path("address").asText())
                .isEqualTo(channel.of("{tenant}", "{device}").text());
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void anOperationSaysHowItIsPublished(Channel channel) {
        String ref = "#/channels/" + AsyncApi.name(channel);
        List<JsonNode> operations = new ArrayList<>();
        API.document().path("operations").forEach(operations::add);
        assertThat(operations)
                .filteredOn(each -> each.path("channel").path("$ref").asText().equals(ref))
                .singleElement()
                .satisfies(
                        each -> {
                            JsonNode mqtt = each.path("bindings").path("mqtt");
                            assertThat(mqtt.path("qos").asInt(-1)).isEqualTo(channel.qos());
                            assertThat(mqtt.path("retain").asBoolean())
                                    .isEqualTo(channel.retained());
                            assertThat(each.path("action").asText())
                                    .isEqualTo(
                                            channel.path().startsWith("up/") ? "send" : "receive");
                        });
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aSchemaIsOneAndTheChannelNamesIt(Channel channel) {
        JsonNode schema = Schemas.load(channel);
        String name = AsyncApi.name(channel);
        assertThat(
                        Schemas.factory()
                                .getSchema(SchemaLocation.of(schema.get("$schema").asText()))
                                .validate(schema))
                .isEmpty();
        assertThat(API.channel(channel).path("messages").path(name).path("payload").path("$ref"))
                .isEqualTo(JSON.valueToTree("./schemas/" + name + ".schema.json"));
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aMessageHasAllItsFieldsAlways(Channel channel) {
        everyFieldIsRequired(Schemas.load(channel));
    }

    private static void everyFieldIsRequired(JsonNode node) {
        node.forEach(AsyncApiTest::everyFieldIsRequired);
        if (node.path("properties").isObject()) {
            Set<String> required = new TreeSet<>();
            node.path("required").forEach(each -> required.add(each.asText()));
            assertThat(required).isEqualTo(names(node.path("properties")));
        }
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aChannelHasAnExample(Channel channel) {
        assertThat(API.examples()).anyMatch(example -> example.channel() == channel);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleKeepsToItsSchema(Example example) {
        assertThat(Schemas.problems(example.channel(), example.payload().toString())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsReadAndWrittenAsItStands(Example example) throws BadMessage, IOException {
        String again = Messages.again(example.channel(), example.payload().toString());
        assertThat(JSON.readTree(again)).isEqualTo(example.payload());
        assertThat(Schemas.problems(example.channel(), again)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aFieldMoreIsLeftAlone(Example example) throws BadMessage, IOException {
        ObjectNode more = example.payload().deepCopy();
        more.putObject("later").put("x", 1);
        String again = Messages.again(example.channel(), more.toString());
        assertThat(JSON.readTree(again)).isEqualTo(example.payload());
        assertThat(Schemas.problems(example.channel(), more.toString())).isNotEmpty();
    }

    /** What the schema wants, the reader wants: each field is null once, and of another type. */
    @ParameterizedTest
    @MethodSource("examples")
    void theReaderRefusesWhatTheSchemaRefuses(Example example) {
        JsonNode root = example.payload().deepCopy();
        int tried = spoil(example.channel(), root, root);
        assertThat(tried).isGreaterThan(1);
    }

    private static int spoil(Channel channel, JsonNode root, JsonNode at) {
        int tried = 0;
        for (JsonNode each : at) {
            tried += spoil(channel, root, each);
        }
        if (at instanceof ObjectNode object) {
            for (String name : names(object)) {
                JsonNode was = object.get(name);
                for (JsonNode other : WRONG) {
                    object.set(name, other);
                    tried += refusedByBoth(channel, root, name) ? 1 : 0;
                }
                object.putNull(name);
                refusedByBoth(channel, root, name);
                object.set(name, was);
            }
        }
        return tried;
    }

    private static boolean refusedByBoth(Channel channel, JsonNode root, String name) {
        boolean refused = !Schemas.problems(channel, root.toString()).isEmpty();
        boolean bad;
        try {
            Messages.again(channel, root.toString());
            bad = false;
        } catch (BadMessage e) {
            assertThat(e.getMessage()).endsWith(".").doesNotContain("\n").hasSizeLessThan(300);
            bad = true;
        }
        // A setting of a line is for the phone to judge.
        if (!name.equals("retry_s")) {
            assertThat(bad).as("%s in %s", name, root).isEqualTo(refused);
        }
        return refused;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
