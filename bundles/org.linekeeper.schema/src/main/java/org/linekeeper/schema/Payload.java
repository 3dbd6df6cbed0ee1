// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes of a message. */
public final class Payload {
    /** The major version that stands in {@code v} and in each topic. */
    public static final int VERSION = 1;

    /** A larger message is refused before anybody looks into it. */
    public static final int MAX_BYTES = 1 << 20;

    private Payload() {}

    /**
     * The text of a message.
     *
     * @throws BadMessage if it is larger than {@link #MAX_BYTES} or not UTF-8
     */
    public static String text(byte[] payload) throws BadMessage {
        if (payload.length > MAX_BYTES) {
            throw new BadMessage(
                    "The message is larger than " + MAX_BYTES + " bytes: " + payload.length + ".");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
        } catch (CharacterCodingException e) {
            throw new BadMessage("The message is not UTF-8.");
        }
    }
}
