// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.config;

import java.util.List;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.StaticRecord;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Writes one vendor's own config file. Pure: same lines, same text; safe for several threads. What
 * the vendor has no words for is left out or said as nearly as can be: whoever has to know what
 * became of it reads the text with the vendor's {@link ConfigAdapter} and compares.
 */
@ConsumerType
public interface ConfigWriter {
    /** The vendor's name in lower case, as its adapter has it. */
    String vendor();

    /**
     * Writes the file of one phone.
     *
     * @param lines in the order of their numbers, each number once
     * @param staticDns the phone's static DNS records
     * @param withSecrets whether passwords are written; without, they are left out
     */
    Writing write(List<LineConfig> lines, List<StaticRecord> staticDns, boolean withSecrets);
}
