// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.Objects;

/**
 * A DNS record that the configuration holds, for names that no DNS server knows or is asked for.
 * Names are without a dot at the end.
 */
public sealed interface StaticRecord {
    /** The owner of the record. */
    String name();

    /** Seconds. */
    long ttlSeconds();

    /**
     * An A or AAAA record.
     *
     * @param address IP literal, without brackets
     */
    record Address(String name, long ttlSeconds, String address) implements StaticRecord {
        public Address {
            Objects.requireNonNull(name);
            Objects.requireNonNull(address);
        }
    }

    /**
     * An SRV record (RFC 2782).
     *
     * @param name with service and protocol, such as {@code _sip._udp.example.com}
     */
    record Srv(String name, long ttlSeconds, int priority, int weight, int port, String target)
            implements StaticRecord {
        public Srv {
            Objects.requireNonNull(name);
            Objects.requireNonNull(target);
        }
    }

    /**
     * A NAPTR record (RFC 3403).
     *
     * @param flags such as {@code S}
     * @param service such as {@code SIP+D2U}
     */
    record Naptr(
            String name,
            long ttlSeconds,
            int order,
            int preference,
            String flags,
            String service,
            String replacement)
            implements StaticRecord {
        public Naptr {
            Objects.requireNonNull(name);
            Objects.requireNonNull(flags);
            Objects.requireNonNull(service);
            Objects.requireNonNull(replacement);
        }
    }
}
