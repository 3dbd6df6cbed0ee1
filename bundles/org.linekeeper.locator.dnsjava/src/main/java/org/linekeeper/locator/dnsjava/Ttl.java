// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.util.List;
import org.xbill.DNS.Record;

/** How long records hold. */
final class Ttl {
    /** RFC 8767 section 4: a longer TTL is more likely a fault than a wish. */
    static final long LONGEST_SECONDS = 7 * 24 * 3600;

    private Ttl() {}

    /** Seconds, bounded. RFC 2181 section 8: with the highest bit set it counts as zero. */
    static long seconds(Record record) {
        long ttl = record.getTTL() > Integer.MAX_VALUE ? 0 : record.getTTL();
        return Math.min(ttl, LONGEST_SECONDS);
    }

    /** The shortest of them. */
    static long seconds(List<Record> records) {
        return records.stream().mapToLong(Ttl::seconds).min().orElse(0);
    }
}
