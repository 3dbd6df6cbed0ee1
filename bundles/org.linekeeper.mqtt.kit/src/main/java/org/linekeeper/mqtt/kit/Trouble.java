// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.io.EOFException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * Why there is no connection, in words for the one who set it up: one line, without control
 * characters, whatever the other side sent.
 */
public final class Trouble {
    private static final String LOST = "the connection is lost";

    private Trouble() {}

    /** What lies behind a throw. */
    public static String of(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        if (cause instanceof MqttException mqtt) {
            return reason(mqtt.getReasonCode());
        }
        String words = String.valueOf(cause.getMessage()).replaceAll("\\p{Cntrl}+", " ");
        if (cause instanceof EOFException) {
            return LOST;
        }
        if (cause instanceof UnknownHostException) {
            return "there is no such host";
        }
        if (cause instanceof NoSuchFileException) {
            return "there is no file " + words;
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : words;
    }

    /** MQTT 5 section 2.4, as far as somebody can do something about it. */
    public static String reason(int code) {
        return switch (code) {
            case 0x85 -> "it refuses this client's id";
            case 0x86, 0x04 -> "it refuses the user or the password";
            case 0x87, 0x05 -> "it does not let this user in";
            case 0x8b -> "it shuts down";
            case 0x8e -> "another client came with the same id";
            case 32_000 -> "it does not answer";
            // Paho's words for something that was to be sent when it was over already.
            case 32_102, 32_104, 32_109, 32_111 -> LOST;
            default -> "MQTT reason " + code;
        };
    }
}
