// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records of a {@link PocketDns} and what they answer. For any thread. */
final class Zone {

    private static final int MAX_RECORDS = 10_000;
    private static final int MAX_ALIASES = 8;

    private final List<DnsRecord> records = new ArrayList<>();
    private final Map<String, Rcode> failures = new LinkedHashMap<>();

    synchronized void add(DnsRecord added) {
        if (records.size() == MAX_RECORDS) {
            throw new IllegalStateException("the zone already holds " + MAX_RECORDS + " records");
        }
        records.add(added);
    }

    synchronized void remove(String name, Optional<RecordType> type) {
        String key = DnsRecord.key(name);
        records.removeIf(r -> r.name().equals(key) && (type.isEmpty() || type.get() == r.type()));
    }

    synchronized void fail(String name, Rcode with) {
        failures.put(DnsRecord.key(name), with);
    }

    synchronized void heal(String name) {
        failures.remove(DnsRecord.key(name));
    }

    /** What one question is answered with. */
    record Answer(
            Rcode rcode,
            List<DnsRecord> answers,
            List<DnsRecord> authority,
            List<DnsRecord> additional) {

        static Answer failed(Rcode rcode) {
            return new Answer(rcode, List.of(), List.of(), List.of());
        }
    }

    synchronized Answer answer(DnsQuery query, boolean withAdditional) {
        if (failures.containsKey(query.name())) {
            return Answer.failed(failures.get(query.name()));
        }
        List<DnsRecord> answers = new ArrayList<>();
        String name = query.name();
        Optional<DnsRecord> alias = find(name, RecordType.CNAME);
        while (alias.isPresent()
                && query.typeCode() != RecordType.CNAME.code()
                && answers.size() < MAX_ALIASES) {
            answers.add(alias.get());
            name = alias.get().target().orElseThrow();
            alias = find(name, RecordType.CNAME);
        }
        String last = name;
        records.stream()
                .filter(r -> r.name().equals(last) && r.type().code() == query.typeCode())
                .forEach(answers::add);
        List<DnsRecord> additional = withAdditional ? additional(answers) : List.of();
        boolean exists = records.stream().anyMatch(r -> r.name().equals(last));
        boolean found = answers.stream().anyMatch(r -> r.type().code() == query.typeCode());
        Rcode rcode = exists ? Rcode.NOERROR : Rcode.NXDOMAIN;
        return new Answer(rcode, answers, found ? List.of() : authority(last), additional);
    }

    private Optional<DnsRecord> find(String name, RecordType type) {
        return records.stream().filter(r -> r.name().equals(name) && r.type() == type).findFirst();
    }

    /** The SOA of the closest zone around a name (RFC 2308 section 3). */
    private List<DnsRecord> authority(String name) {
        return records.stream()
                .filter(r -> r.type() == RecordType.SOA)
                .filter(r -> name.equals(r.name()) || name.endsWith("." + r.name()))
                .max(Comparator.comparingInt(r -> r.name().length()))
                .map(List::of)
                .orElse(List.of());
    }

    /** The addresses of SRV targets, and the SRV and addresses of NAPTR replacements. */
    private List<DnsRecord> additional(List<DnsRecord> answers) {
        List<DnsRecord> additional = new ArrayList<>();
        List<DnsRecord> from = answers;
        for (int depth = 0; depth < 2; depth++) {
            List<String> targets =
                    from.stream()
                            .filter(r -> r.type() != RecordType.CNAME)
                            .flatMap(r -> r.target().stream())
                            .toList();
            from =
                    records.stream()
                            .filter(r -> targets.contains(r.name()))
                            .filter(r -> !additional.contains(r))
                            .toList();
            additional.addAll(from);
        }
        return additional;
    }
}
