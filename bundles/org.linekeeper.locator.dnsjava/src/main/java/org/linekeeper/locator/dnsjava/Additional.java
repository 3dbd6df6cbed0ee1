// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Chooses what may be believed of the records that come along with an answer (Y6): addresses and
 * SRV records of the hosts that the answer names, inside the domain that was asked for. Of another
 * domain its own servers are asked: nobody can plant an address there.
 */
final class Additional {
    private static final Set<Integer> TYPES = Set.of(Type.A, Type.AAAA, Type.SRV);

    private Additional() {}

    /**
     * The replies to the questions that follow.
     *
     * @param question what was asked
     * @param answer the records that answer it
     * @param sent all that came along
     * @param nowMs on the locator's clock
     */
    static Map<Question, Reply> of(
            Question question, List<Record> answer, List<Record> sent, long nowMs) {
        Name domain = domain(question.name());
        if (domain.labels() < 3) {
            return Map.of();
        }
        Set<Name> named = named(answer, domain);
        List<Record> services =
                sent.stream()
                        .filter(
                                each ->
                                        each.getType() == Type.SRV
                                                && named.contains(each.getName()))
                        .limit(Limits.RECORDS)
                        .toList();
        named.addAll(named(services, domain));
        Map<Question, List<Record>> groups =
                sent.stream()
                        .filter(each -> each.getDClass() == DClass.IN)
                        .filter(each -> TYPES.contains(each.getType()))
                        .filter(each -> named.contains(each.getName()))
                        .distinct()
                        .collect(
                                groupingBy(
                                        each -> new Question(each.getName(), each.getType()),
                                        LinkedHashMap::new,
                                        toList()));
        return groups.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, each -> reply(each.getValue(), nowMs)));
    }

    private static Reply reply(List<Record> records, long nowMs) {
        List<Record> some = records.stream().limit(Limits.RECORDS).toList();
        return new Reply.Records(some, nowMs + 1000 * Ttl.seconds(some));
    }

    private static Set<Name> named(List<Record> records, Name domain) {
        Set<Name> names = new HashSet<>();
        for (Record record : records) {
            Name name = record.getAdditionalName();
            if (name != null && name.subdomain(domain)) {
                names.add(name);
            }
        }
        return names;
    }

    /** Without the labels that only name a service. */
    private static Name domain(Name name) {
        Name domain = name;
        while (domain.labels() > 1 && domain.getLabelString(0).startsWith("_")) {
            domain = new Name(domain, 1);
        }
        return domain;
    }
}
