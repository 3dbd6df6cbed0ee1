// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.config;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** The config files that this phone was started with; a service while it runs. */
@ProviderType
public interface PhoneFiles {
    /**
     * Reads them as they are now, on the caller's thread, and changes nothing.
     *
     * @param settings options of the vendor's adapter, each over the command line's of that name
     * @return refused if a file is, or if no adapter takes a setting
     */
    Reading read(Map<String, String> settings);
}
