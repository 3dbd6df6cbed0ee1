// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A session description (RFC 4566), as far as an answer to it needs one.
 *
 * @param lines above the first section
 * @param sections in order, at most 16
 */
record Sdp(List<String> lines, List<Section> sections) {
    private static final int MAX_SECTIONS = 16;

    Sdp {
        lines = List.copyOf(lines);
        sections = List.copyOf(sections);
    }

    static Optional<Sdp> parse(String text) {
        List<String> head = new ArrayList<>();
        List<Section> sections = new ArrayList<>();
        List<String> all = List.of(text.split("\r\n|\n|\r"));
        if (!all.get(0).equals("v=0")) {
            return Optional.empty();
        }
        int at = 0;
        while (at < all.size() && !all.get(at).startsWith("m=")) {
            head.add(all.get(at++));
        }
        while (at < all.size()) {
            String first = all.get(at++).substring(2);
            List<String> below = new ArrayList<>();
            while (at < all.size() && !all.get(at).startsWith("m=")) {
                below.add(all.get(at++));
            }
            Optional<Section> section = Section.parse(first, below);
            if (section.isEmpty() || sections.size() == MAX_SECTIONS) {
                return Optional.empty();
            }
            sections.add(section.get());
        }
        return Optional.of(new Sdp(head, sections));
    }

    /** The direction of a section: its own, else the session's, else sendrecv. */
    Direction direction(Section section) {
        boolean unspecified =
                value(section, "c=").filter(c -> c.matches("IN IP4 0\\.0\\.0\\.0.*")).isPresent();
        Direction said =
                Direction.in(section.lines())
                        .or(() -> Direction.in(lines))
                        .orElse(Direction.SENDRECV);
        // RFC 3264 section 8.4: the hold of old phones, who then hear nothing.
        return unspecified ? said.withoutReceiving() : said;
    }

    private Optional<String> value(Section section, String prefix) {
        return find(section.lines(), prefix).or(() -> find(lines, prefix));
    }

    private static Optional<String> find(List<String> lines, String prefix) {
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .findFirst();
    }
}
