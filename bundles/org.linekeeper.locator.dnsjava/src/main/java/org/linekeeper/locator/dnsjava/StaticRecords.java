// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.linekeeper.api.line.StaticRecord;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;

/** The records of the configuration (Y5). One that cannot be a DNS record is passed over. */
final class StaticRecords {
    private final List<Record> records = new ArrayList<>();
    private final LongSupplier clockMs;

    StaticRecords(List<StaticRecord> configured, LongSupplier clockMs) {
        this.clockMs = clockMs;
        for (StaticRecord each : configured) {
            try {
                records.add(record(each));
            } catch (HostName.NotAName | TextParseException | IllegalArgumentException e) {
                // Its adapter has told the user; here it is as if it were not there.
                continue;
            }
        }
    }

    /** The records that answer a question. */
    Optional<Reply> find(Question question) {
        List<Record> found =
                records.stream()
                        .filter(each -> each.getType() == question.type())
                        .filter(each -> each.getName().equals(question.name()))
                        .distinct()
                        .toList();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Reply.Records(found, clockMs.getAsLong() + 1000 * Ttl.seconds(found)));
    }

    private static Record record(StaticRecord each) throws HostName.NotAName, TextParseException {
        Name owner = name(each.name());
        long ttl = Math.max(0, Math.min(each.ttlSeconds(), Integer.MAX_VALUE));
        if (each instanceof StaticRecord.Address address) {
            InetAddress ip =
                    IpLiteral.parse(address.address()).orElseThrow(IllegalArgumentException::new);
            return ip instanceof Inet4Address
                    ? new ARecord(owner, DClass.IN, ttl, ip)
                    : new AAAARecord(owner, DClass.IN, ttl, ip);
        }
        if (each instanceof StaticRecord.Srv srv) {
            return new SRVRecord(
                    owner,
                    DClass.IN,
                    ttl,
                    srv.priority(),
                    srv.weight(),
                    srv.port(),
                    name(srv.target()));
        }
        StaticRecord.Naptr naptr = (StaticRecord.Naptr) each;
        return new NAPTRRecord(
                owner,
                DClass.IN,
                ttl,
                naptr.order(),
                naptr.preference(),
                naptr.flags(),
                naptr.service(),
                "",
                name(naptr.replacement()));
    }

    /** A name, a dot (RFC 2782: no such service), or an address where a name should stand. */
    private static Name name(String text) throws HostName.NotAName, TextParseException {
        if (text.equals(".")) {
            return Name.root;
        }
        boolean literal = IpLiteral.parse(text).isPresent();
        return literal ? Name.fromString(text, Name.root) : HostName.of(text).name();
    }
}
