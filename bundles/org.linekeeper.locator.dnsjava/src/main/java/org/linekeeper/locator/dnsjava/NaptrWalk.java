// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Collects the services of a domain from its NAPTR records (Y2): by order, then preference; what is
 * not for SIP over a transport of ours is passed over, and so are regular expressions. For one
 * thread and one domain.
 */
final class NaptrWalk {
    static final Comparator<NAPTRRecord> ORDER =
            comparingInt(NAPTRRecord::getOrder).thenComparingInt(NAPTRRecord::getPreference);

    private final Set<Name> seen = new HashSet<>();
    private final List<Service> services = new ArrayList<>();
    private final Inquiry inquiry;

    private NaptrWalk(Inquiry inquiry) {
        this.inquiry = inquiry;
    }

    /** The services, best first; empty without a NAPTR record that is of use. Blocks. */
    static List<Service> services(Name domain, Inquiry inquiry) {
        NaptrWalk walk = new NaptrWalk(inquiry);
        walk.from(domain, Long.MAX_VALUE);
        return walk.services;
    }

    /** A name that was seen leads nowhere new, and the names are bounded: loops end. */
    private void from(Name name, long expiresAtMs) {
        if (seen.size() == Limits.NAPTR_NAMES || !seen.add(name)) {
            return;
        }
        if (inquiry.ask(new Question(name, Type.NAPTR)) instanceof Reply.Records known) {
            long until = Math.min(expiresAtMs, known.expiresAtMs());
            known.records().stream()
                    .map(NAPTRRecord.class::cast)
                    .sorted(ORDER)
                    .forEach(record -> take(record, until));
        }
    }

    private void take(NAPTRRecord record, long expiresAtMs) {
        Optional<Protocol> protocol = Protocol.ofService(record.getService());
        boolean ours = protocol.isPresent() || record.getService().isEmpty();
        Name next = record.getReplacement();
        if (!ours || next.equals(Name.root) || services.size() == Limits.SERVICES) {
            return;
        }
        String flags = record.getFlags().toLowerCase(Locale.ROOT);
        if (flags.isEmpty()) {
            from(next, expiresAtMs);
        } else if (flags.equals("s")) {
            protocol.ifPresent(each -> add(each, next, Service.Via.SRV, expiresAtMs));
        } else if (flags.equals("a")) {
            protocol.ifPresent(each -> add(each, next, Service.Via.ADDRESS, expiresAtMs));
        }
    }

    private void add(Protocol protocol, Name name, Service.Via via, long expiresAtMs) {
        services.add(new Service(protocol.transport(), name, via, expiresAtMs));
    }
}
