// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.linekeeper.api.call.Dialled;

/**
 * One line of the matching patterns.
 *
 * @param field what is looked at
 * @param pattern of it
 */
record Condition(Field field, Pattern pattern) {
    /** What a pattern looks at, always without the URI's parameters. */
    enum Field {
        /** The whole of the dialled URI. */
        TO {
            @Override
            boolean finds(Matcher matcher) {
                return matcher.matches();
            }

            @Override
            String of(Dialled dialled) {
                return dialled.uri();
            }
        },
        /** The whole of the caller's address-of-record. */
        FROM {
            @Override
            boolean finds(Matcher matcher) {
                return matcher.matches();
            }

            @Override
            String of(Dialled dialled) {
                return dialled.from();
            }
        },
        /** A part of the request line, for nearly all of Brekeke's rules say {@code ^INVITE}. */
        REQUEST {
            @Override
            boolean finds(Matcher matcher) {
                return matcher.find();
            }

            @Override
            String of(Dialled dialled) {
                return dialled.request();
            }
        };

        abstract boolean finds(Matcher matcher);

        abstract String of(Dialled dialled);

        static Optional<Field> named(String key) {
            return switch (key.toLowerCase(Locale.ROOT)) {
                case "to" -> Optional.of(TO);
                case "from" -> Optional.of(FROM);
                case "$request" -> Optional.of(REQUEST);
                default -> Optional.empty();
            };
        }
    }

    static Condition parse(Entry entry, Patterns patterns) throws UnreadableRules {
        Field field =
                Field.named(entry.key())
                        .orElseThrow(
                                () ->
                                        entry.refused(
                                                "is no matching pattern that is known here: there"
                                                        + " are To, From and $request"));
        if (entry.value().startsWith("!")) {
            throw entry.refused("begins with !, and a negated pattern is not known here");
        }
        if (field != Field.REQUEST && entry.value().endsWith("@")) {
            throw entry.refused("can never match: the whole URI has to; add .* for the host");
        }
        return new Condition(field, patterns.compile(entry));
    }

    int groups() {
        return pattern.groupCount();
    }

    /** What the groups found; an unused one is empty text. Empty if the pattern does not match. */
    Optional<List<String>> match(Dialled dialled) {
        Matcher matcher = pattern.matcher(SipUri.bare(field.of(dialled)));
        if (!field.finds(matcher)) {
            return Optional.empty();
        }
        return Optional.of(
                IntStream.rangeClosed(1, matcher.groupCount())
                        .mapToObj(group -> Optional.ofNullable(matcher.group(group)).orElse(""))
                        .toList());
    }
}
