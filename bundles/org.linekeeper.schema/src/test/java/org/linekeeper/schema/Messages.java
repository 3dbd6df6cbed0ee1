// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import org.linekeeper.schema.Topic.Channel;

/** Each channel's message, read and written again. */
final class Messages {
    private Messages() {}

    static String again(Channel channel, String json) throws BadMessage {
        return switch (channel) {
            case CONN -> Connection.read(json).write();
            case STATE -> Snapshot.read(json).write();
            case EV -> Batch.read(json).write();
            case METRICS -> Metrics.read(json).write();
            case POLICY -> PolicyReport.read(json).write();
            case RESP -> Response.read(json).write();
            case ACK -> Ack.read(json).write();
            case DESIRED -> Desired.read(json).write();
            case CMD -> Command.read(json).write();
        };
    }
}
