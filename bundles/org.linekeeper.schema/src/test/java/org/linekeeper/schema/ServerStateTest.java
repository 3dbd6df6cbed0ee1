// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerStateTest {
    private static final String TOPIC = new Topic.OfServer("default").text();
    private static final ServerState BIRTH = new ServerState(true, "started", "9f1c2a", "0.4.0");

    @Test
    void theDocumentSaysWhereAndHowItIsPublished() {
        JsonNode document = new AsyncApi().document();
        JsonNode channel = document.path("channels").path("srv");
        assertThat(channel.path("address").asText())
                .isEqualTo(new Topic.OfServer("{tenant}").text());
        JsonNode mqtt =
                document.path("operations").path("receiveSrv").path("bindings").path("mqtt");
        assertThat(mqtt.path("qos").asInt()).isEqualTo(1);
        assertThat(mqtt.path("retain").asBoolean()).isTrue();
    }

    @Test
    void anExampleIsReadAndWrittenAsItStands() throws Exception {
        JsonNode examples = new AsyncApi().document().at("/channels/srv/messages/srv/examples");
        assertThat(examples).hasSizeGreaterThan(1);
        for (JsonNode each : examples) {
            String message = each.get("payload").toString();
            assertThat(Schemas.problems(TOPIC, message)).isEmpty();
            assertThat(new ObjectMapper().readTree(ServerState.read(message).write()))
                    .isEqualTo(each.get("payload"));
        }
    }

    @Test
    void aWillIsOfTheSameSession() throws BadMessage {
        ServerState will = BIRTH.gone("lwt");
        assertThat(will).isEqualTo(new ServerState(false, "lwt", "9f1c2a", "0.4.0"));
        assertThat(ServerState.read(will.write())).isEqualTo(will);
        assertThat(Schemas.problems(TOPIC, BIRTH.write())).isEmpty();
        assertThat(Schemas.problems(TOPIC, will.write())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'v':1 | 'v':2 | v is not 1: 2.",
                "'online' | 'gone' | st is not online or offline: gone.",
                "'started' | 'Not started' | why is not a word of a-z, 0-9 and _: Not started.",
                "'9f1c2a' | '' | sess is empty.",
                "'0.4.0' | 4 | lk is not a text.",
            },
            quoteCharacter = '`')
    void whatIsNoneIsRefusedAndTheSchemaRefusesItToo(String was, String is, String sentence) {
        String message = BIRTH.write().replace(was.replace('\'', '"'), is.replace('\'', '"'));
        assertThat(message).isNotEqualTo(BIRTH.write());
        assertThatThrownBy(() -> ServerState.read(message)).hasMessage(sentence);
        assertThat(Schemas.problems(TOPIC, message)).isNotEmpty();
    }
}
