// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/**
 * Follows a name through the CNAME records of answers. Records for any other name are ignored, so a
 * server can only speak about what it was asked. Not for use by several threads.
 */
final class AliasChain {
    /** What is cut from an answer that is too long is what would be tried last. */
    private static final Comparator<Record> BEST_FIRST =
            (one, other) -> {
                if (one instanceof SRVRecord a && other instanceof SRVRecord b) {
                    return Integer.compare(a.getPriority(), b.getPriority());
                }
                return one instanceof NAPTRRecord a && other instanceof NAPTRRecord b
                        ? NaptrWalk.ORDER.compare(a, b)
                        : 0;
            };

    private final Set<Name> seen = new HashSet<>();
    private final int type;
    private Name name;
    private long ttlSeconds = Ttl.LONGEST_SECONDS;

    AliasChain(Question question) {
        name = question.name();
        type = question.type();
        seen.add(name);
    }

    /** What has to be asked next. */
    Question question() {
        return new Question(name, type);
    }

    /** The shortest TTL so far. */
    long ttlSeconds() {
        return ttlSeconds;
    }

    /**
     * Goes as far as this answer leads.
     *
     * @return the records at the end, or empty when the answer ends at an alias or has nothing
     * @throws Endless when the aliases go round in a circle or are too many
     */
    List<Record> follow(List<Record> answer) throws Endless {
        while (true) {
            List<Record> found =
                    here(answer, type).distinct().sorted(BEST_FIRST).limit(Limits.RECORDS).toList();
            if (!found.isEmpty()) {
                found.forEach(this::shorten);
                return found;
            }
            Optional<Record> alias = here(answer, Type.CNAME).findFirst();
            if (alias.isEmpty()) {
                return List.of();
            }
            shorten(alias.get());
            name = ((CNAMERecord) alias.get()).getTarget();
            if (!seen.add(name)) {
                throw new Endless("its aliases go round in a circle");
            }
            if (seen.size() > Limits.ALIASES + 1) {
                throw new Endless("more than " + Limits.ALIASES + " aliases");
            }
        }
    }

    private Stream<Record> here(List<Record> answer, int wanted) {
        return answer.stream()
                .filter(record -> record.getType() == wanted)
                .filter(record -> record.getDClass() == DClass.IN && record.getName().equals(name));
    }

    private void shorten(Record record) {
        ttlSeconds = Math.min(ttlSeconds, Ttl.seconds(record));
    }

    /** The aliases do not end; the message says how. */
    static final class Endless extends Exception {
        private Endless(String how) {
            super(how);
        }
    }
}
