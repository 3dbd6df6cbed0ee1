// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.dns;

import java.util.List;

/** Puts an answer on the wire. */
final class DnsAnswer {

    private static final int RESPONSE = 0x8000;
    private static final int AUTHORITATIVE = 0x0400;
    private static final int TRUNCATED = 0x0200;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RECURSION_AVAILABLE = 0x0080;
    private static final int EDNS_UDP_BYTES = 1_232;
    private static final int MAX_TCP_BYTES = 0xffff;

    private DnsAnswer() {}

    /**
     * The whole answer; one that is too large becomes a truncated empty one on UDP, and a failure
     * on TCP.
     */
    static byte[] encode(DnsQuery query, Zone.Answer answer, boolean udp) {
        byte[] whole = write(query, answer, 0);
        if (udp) {
            return whole.length > query.maxUdpBytes() ? truncated(query) : whole;
        }
        return whole.length > MAX_TCP_BYTES
                ? write(query, Zone.Answer.failed(Rcode.SERVFAIL), 0)
                : whole;
    }

    /** An empty answer that sends the resolver to TCP. */
    static byte[] truncated(DnsQuery query) {
        return write(query, Zone.Answer.failed(Rcode.NOERROR), TRUNCATED);
    }

    /** The answer to bytes that are no query but have an id. */
    static byte[] formatError(byte[] query) {
        DnsWriter out = new DnsWriter().u8(query[0]).u8(query[1]);
        return out.u16(RESPONSE | Rcode.FORMERR.code()).u32(0).u32(0).bytes();
    }

    private static byte[] write(DnsQuery query, Zone.Answer answer, int flags) {
        int desired = query.recursionDesired() ? RECURSION_DESIRED : 0;
        DnsWriter out = new DnsWriter().u16(query.id());
        out.u16(
                RESPONSE
                        | AUTHORITATIVE
                        | RECURSION_AVAILABLE
                        | desired
                        | flags
                        | answer.rcode().code());
        out.u16(1).u16(answer.answers().size()).u16(answer.authority().size());
        out.u16(answer.additional().size() + (query.edns() ? 1 : 0)).raw(query.question());
        for (List<DnsRecord> section :
                List.of(answer.answers(), answer.authority(), answer.additional())) {
            section.forEach(r -> r.write(out));
        }
        if (query.edns()) {
            out.u8(0).u16(41).u16(EDNS_UDP_BYTES).u32(0).u16(0);
        }
        return out.bytes();
    }
}
