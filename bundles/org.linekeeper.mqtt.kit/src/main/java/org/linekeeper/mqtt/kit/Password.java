// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Knows a password; asked anew for each connection. */
@FunctionalInterface
public interface Password {
    /**
     * The password.
     *
     * @throws IOException with a sentence, without it there is no connection
     */
    String reveal() throws IOException;

    /** The first line of a file. */
    static Password ofFile(Path file) {
        return () ->
                Files.readAllLines(file, StandardCharsets.UTF_8).stream().findFirst().orElse("");
    }
}
