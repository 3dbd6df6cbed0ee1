// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Follows a name through the CNAME records of answers. Records for any other name are ignored, so a
 * server can only speak about what it was asked. Not for use by several threads.
 */
final class AliasChain {
    /** RFC 8767 section 4: a longer TTL is more likely a fault than a wish. */
    private static final long LONGEST_TTL_SECONDS = 7 * 24 * 3600;

    private final Set<Name> seen = new HashSet<>();
    private final int type;
    private Name name;
    private long ttlSeconds = LONGEST_TTL_SECONDS;

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
            List<Record> found = here(answer, type).distinct().limit(Limits.RECORDS).toList();
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
        // RFC 2181 section 8: with the highest bit set it counts as zero.
        long ttl = record.getTTL() > Integer.MAX_VALUE ? 0 : record.getTTL();
        ttlSeconds = Math.min(ttlSeconds, ttl);
    }

    /** The aliases do not end; the message says how. */
    static final class Endless extends Exception {
        private Endless(String how) {
            super(how);
        }
    }
}
