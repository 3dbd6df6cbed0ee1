// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TopicFilterProperties {
    @Provide
    Arbitrary<String> topics() {
        return Arbitraries.of("a", "b", "").list().ofMinSize(1).ofMaxSize(4).map(this::joined);
    }

    @Provide
    Arbitrary<String> filters() {
        Arbitrary<String> open =
                Arbitraries.of("a", "b", "", "+")
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(4)
                        .map(this::joined);
        return Arbitraries.oneOf(open, open.map(filter -> filter + "/#"), Arbitraries.just("#"));
    }

    private String joined(List<String> levels) {
        return String.join("/", levels);
    }

    @Property
    void aTopicIsCoveredAsTheStandardMatchesIt(
            @ForAll("filters") String filter, @ForAll("topics") String topic) {
        String pattern =
                filter.equals("#") ? ".*" : filter.replace("+", "[^/]*").replace("/#", "(/.*)?");
        assertThat(new TopicFilter(filter).covers(topic))
                .isEqualTo(Pattern.matches(pattern, topic));
    }

    @Property
    void whatACoveredFilterLetsThroughTheCoveringOneDoesToo(
            @ForAll("filters") String wide,
            @ForAll("filters") String narrow,
            @ForAll("topics") String topic) {
        if (new TopicFilter(wide).covers(narrow) && new TopicFilter(narrow).covers(topic)) {
            assertThat(new TopicFilter(wide).covers(topic)).isTrue();
        }
    }
}
