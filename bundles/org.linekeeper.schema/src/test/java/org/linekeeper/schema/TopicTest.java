// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.schema.Topic.Channel;

/** A topic is one of ours, to the letter, or none. */
class TopicTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @EnumSource(Channel.class)
    void whatIsBuiltIsParsed(Channel channel) {
        Topic topic = channel.of("default", "00:a8:59:fd");
        assertThat(topic.text()).isEqualTo("lk/1/default/00:a8:59:fd/" + channel.path());
        assertThat(Topic.parse(topic.text())).contains(topic);
    }

    @Test
    void rings_blobsAndServers() {
        assertThat(Topic.parse("lk/1/acme/ring/canary/policy"))
                .contains(new Topic.OfRing("acme", "canary"));
        assertThat(Topic.parse("lk/1/acme/blob/" + HASH)).contains(new Topic.OfBlob("acme", HASH));
        assertThat(Topic.parse("lk/1/acme/srv/state")).contains(new Topic.OfServer("acme"));
        assertThat(new Topic.OfRing("acme", "canary").text())
                .isEqualTo("lk/1/acme/ring/canary/policy");
        assertThat(new Topic.OfBlob("acme", HASH).text()).isEqualTo("lk/1/acme/blob/" + HASH);
        assertThat(new Topic.OfServer("acme").text()).isEqualTo("lk/1/acme/srv/state");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lk/1",
                "lk/2/t/d/up/ev",
                "LK/1/t/d/up/ev",
                "/lk/1/t/d/up/ev",
                "lk/1/t/d/up/ev/",
                "lk/1/t/d/up/ev/x",
                "lk/1/t/d/up",
                "lk/1/t/d/up/dn",
                "lk/1//d/up/ev",
                "lk/1/t//up/ev",
                "lk/1/t/ /up/ev",
                "lk/1/+/d/up/ev",
                "lk/1/t/#/up/ev",
                "lk/1/t/d\u0000/up/ev",
                "lk/1/t/d\u202e/up/ev",
                "lk/1/t/\ud83d\ude00/up/ev",
                "lk/1/t/blob/ABC",
                "lk/1/t/blob/../up/ev",
                "$share/lk/lk/1/t/d/up/ev",
            })
    void isNoneOfOurs(String text) {
        assertThat(Topic.parse(text)).isEmpty();
    }

    @Test
    void anIdThatIsTooLongIsNone() {
        assertThat(Topic.parse("lk/1/" + "t".repeat(64) + "/d/up/ev")).isPresent();
        assertThat(Topic.parse("lk/1/" + "t".repeat(65) + "/d/up/ev")).isEmpty();
        assertThat(Topic.parse("lk/1/t/d/up/" + "ev/".repeat(100_000))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "+", "#", "a\nb"})
    void isNotBuilt(String id) {
        assertThatThrownBy(() -> Channel.EV.of(id, "d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("tenant ");
        assertThatThrownBy(() -> Channel.EV.of("t", id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("device ");
    }

    @Property
    void whateverIsParsedIsBuiltTheSame(@ForAll String tenant, @ForAll String device) {
        String text = "lk/1/" + tenant + "/" + device + "/dn/ack";
        Topic.parse(text).ifPresent(topic -> assertThat(topic.text()).isEqualTo(text));
    }
}
