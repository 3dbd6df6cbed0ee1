// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.linekeeper.schema.BadMessage;
import org.linekeeper.schema.Batch;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Payload;
import org.linekeeper.schema.PolicyReport;
import org.linekeeper.schema.Snapshot;
import org.linekeeper.schema.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sense of what came from the broker; what makes none is counted and said. */
final class Reading {
    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

    private final Counts counts;
    private final Warnings warnings;

    Reading(Counts counts, Warnings warnings) {
        this.counts = counts;
        this.warnings = warnings;
    }

    List<Message> read(List<Inbox.Raw> raw) {
        List<Message> messages = new ArrayList<>();
        for (Inbox.Raw each : raw) {
            try {
                Optional<Topic.OfDevice> topic =
                        Topic.parse(each.topic())
                                .filter(Topic.OfDevice.class::isInstance)
                                .map(Topic.OfDevice.class::cast);
                if (topic.isEmpty()) {
                    notOurs(each.topic());
                } else {
                    read(topic.get(), each).ifPresent(messages::add);
                }
            } catch (BadMessage bad) {
                counts.drop(Drop.MALFORMED, 1);
                warnings.leftOut(Drop.MALFORMED, each.topic(), bad.getMessage());
            } catch (RuntimeException bug) {
                counts.drop(Drop.MALFORMED, 1);
                LOG.error("A message cannot be read, and that is a bug here", bug);
            }
        }
        return messages;
    }

    private Optional<Message> read(Topic.OfDevice topic, Inbox.Raw raw) throws BadMessage {
        boolean kept = raw.retained();
        return switch (topic.channel()) {
            case EV -> Optional.of(new Message.Events(topic, kept, Batch.read(text(raw))));
            case CONN -> Optional.of(new Message.Birth(topic, kept, Connection.read(text(raw))));
            case STATE -> Optional.of(new Message.State(topic, kept, Snapshot.read(text(raw))));
            case POLICY ->
                    Optional.of(new Message.Policy(topic, kept, PolicyReport.read(text(raw))));
            case METRICS, RESP -> Optional.of(new Message.Sign(topic, kept));
            case ACK, DESIRED, CMD -> {
                notOurs(raw.topic());
                yield Optional.empty();
            }
        };
    }

    private void notOurs(String topic) {
        counts.drop(Drop.TOPIC, 1);
        warnings.leftOut(Drop.TOPIC, topic, "this is no topic on which a device speaks.");
    }

    private static String text(Inbox.Raw raw) throws BadMessage {
        return Payload.text(raw.payload());
    }
}
