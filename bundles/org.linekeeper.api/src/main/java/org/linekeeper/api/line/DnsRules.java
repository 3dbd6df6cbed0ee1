// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.List;

/**
 * How names of servers are looked up.
 *
 * @param cache whether answers are kept for their TTL, and additional records with them
 * @param staticFirst whether static records win over the DNS server's
 * @param naptrBuild which SRV names are asked when there is no NAPTR record
 * @param srvOrder how records of one priority are ordered
 * @param statics records of the configuration
 */
public record DnsRules(
        Cache cache,
        boolean staticFirst,
        NaptrBuild naptrBuild,
        SrvOrder srvOrder,
        List<StaticRecord> statics) {
    /** RFC 3263 as a name and a port ask for it, with a cache. */
    public static final DnsRules STANDARD =
            new DnsRules(Cache.ON, false, NaptrBuild.ALL, SrvOrder.RFC2782, List.of());

    public DnsRules {
        statics = List.copyOf(statics);
    }

    /** The same rules with these static records. */
    public DnsRules withStatics(List<StaticRecord> records) {
        return new DnsRules(cache, staticFirst, naptrBuild, srvOrder, records);
    }

    /** Keeping of answers. */
    public enum Cache {
        OFF,
        ON,
        ADDITIONAL
    }

    /** SRV names without NAPTR. */
    public enum NaptrBuild {
        UDP,
        ALL
    }

    /** Order within a priority. */
    public enum SrvOrder {
        RFC2782,
        WEIGHT_DESCENDING
    }
}
