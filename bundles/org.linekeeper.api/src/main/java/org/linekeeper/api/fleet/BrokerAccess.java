// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.fleet;

import java.net.URI;
import org.linekeeper.api.line.Secret;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The way to the broker inside this process, for its collector. A service of this type is there as
 * long as the broker listens. All methods answer at once, from any thread, and always the same.
 */
@ProviderType
public interface BrokerAccess {
    /** {@code mqtt://ADDR:PORT}, on an address of this host and without TLS. */
    URI url();

    /** Who may do what a collector does; good until the broker stops. */
    String user();

    /** Drawn anew each time the broker starts. */
    Secret password();
}
