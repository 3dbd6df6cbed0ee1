// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.config;

import java.util.Objects;

/**
 * A config file as it lies on the disk.
 *
 * @param name for messages
 * @param content all of it; not to be changed by anybody
 */
public record ConfigFile(String name, byte[] content) {
    /** A larger file is refused. */
    public static final int MAX_BYTES = 4 << 20;

    public ConfigFile {
        Objects.requireNonNull(name);
        Objects.requireNonNull(content);
    }
}
