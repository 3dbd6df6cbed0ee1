// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.linekeeper.schema.Topic.Channel;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docs/asyncapi.yaml. */
final class AsyncApi {
    private final JsonNode document;

    AsyncApi() {
        try {
            String text = Files.readString(Schemas.docs().resolve("asyncapi.yaml"));
            Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            document = new ObjectMapper().valueToTree(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A message that stands there.
     *
     * @param channel where
     * @param name its name
     * @param payload one line
     */
    record Example(Channel channel, String name, JsonNode payload) {
        @Override
        public String toString() {
            return channel + " " + name;
        }
    }

    JsonNode document() {
        return document;
    }

    JsonNode channel(Channel channel) {
        return document.path("channels").path(name(channel));
    }

    static String name(Channel channel) {
        return channel.path().substring(channel.path().indexOf('/') + 1);
    }

    List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            for (JsonNode message : channel(channel).path("messages")) {
                for (JsonNode each : message.path("examples")) {
                    examples.add(
                            new Example(channel, each.path("name").asText(), each.get("payload")));
                }
            }
        }
        return examples;
    }

    static Stream<Channel> channels() {
        return Arrays.stream(Channel.values());
    }
}
