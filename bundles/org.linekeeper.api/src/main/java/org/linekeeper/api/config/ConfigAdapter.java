// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.config;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads one vendor's own config files. Pure: same files, same reading; safe for several threads.
 */
@ConsumerType
public interface ConfigAdapter {
    /** The vendor's name in lower case, for {@code --vendor} and {@code check --json}. */
    String vendor();

    /** Whether this content is in one of the vendor's forms; looks at no more than it must. */
    boolean recognises(ConfigFile file);

    /**
     * Reads the files of one phone, a later one overriding an earlier one. Never throws for what a
     * file holds: a file that cannot be read is an error in the reading.
     *
     * @param files at least one, each at most {@link ConfigFile#MAX_BYTES}
     * @param options settings of the adapter such as {@code fanvil.generation}, those of other
     *     vendors too
     */
    Reading read(List<ConfigFile> files, Map<String, String> options);
}
