// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientTest {
    private final Client device = Client.ofUser("dev1").orElseThrow();
    private final Client anonymous = Client.ofClientId("dev1").orElseThrow();
    private final Client collector = Client.ofUser("collector").orElseThrow();
    private final Client viewer = Client.ofUser("viewer").orElseThrow();

    @ParameterizedTest
    @ValueSource(strings = {"lk/1/default/dev1/up/ev", "lk/1/default/dev1/up/a/b"})
    void aDevicePublishesBelowItsOwnUp(String topic) {
        assertThat(device.mayPublish(topic)).isTrue();
        assertThat(anonymous.mayPublish(topic)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lk/1/default/dev2/up/ev",
                "lk/1/default/dev1/dn/ack",
                "lk/1/other/dev1/up/ev",
                "lk/1/default/dev1x/up/ev",
                "lk/1/default/dev1/upx/ev",
                "lk/1/default/ring/canary/policy",
                "lk/1/default/srv/state",
                "lk/1/default/blob/00",
                "lk/1/default/dev1/up/+",
                "lk/1/default/dev1/up/#",
                "$SYS/x",
                "",
                "/"
            })
    void aDevicePublishesNowhereElse(String topic) {
        assertThat(device.mayPublish(topic)).isFalse();
        assertThat(anonymous.mayPublish(topic)).isFalse();
        assertThat(viewer.mayPublish(topic)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lk/1/default/dev1/dn/#",
                "lk/1/default/dev1/dn/cmd",
                "lk/1/default/dev1/dn/+",
                "lk/1/default/ring/canary/policy",
                "lk/1/default/ring/+/policy",
                "lk/1/default/blob/00",
                "lk/1/default/srv/state"
            })
    void aDeviceSubscribesToItsOwnDownAndToWhatIsForAll(String filter) {
        assertThat(device.maySubscribe(filter)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#",
                "+/#",
                "lk/#",
                "lk/1/default/#",
                "lk/1/default/+/dn/#",
                "lk/1/default/+/dn/cmd",
                "lk/1/+/dev1/dn/#",
                "lk/1/default/dev1/#",
                "lk/1/default/dev1/up/#",
                "lk/1/default/dev2/dn/#",
                "lk/1/default/ring/#",
                "lk/1/other/ring/a/policy",
                "lk/1/default/blob/#",
                "$SYS/#"
            })
    void aDeviceSubscribesToNothingWider(String filter) {
        assertThat(device.maySubscribe(filter)).isFalse();
    }

    @Test
    void aPersonReadsAllOfOursAndNothingElse() {
        for (Client reader : new Client[] {viewer, anonymous}) {
            assertThat(reader.maySubscribe("lk/#")).isTrue();
            assertThat(reader.maySubscribe("lk/1/default/dev2/up/ev")).isTrue();
            assertThat(reader.maySubscribe("#")).isFalse();
            assertThat(reader.maySubscribe("$SYS/#")).isFalse();
        }
    }

    @Test
    void aReaderIsToldByItsNameOrByAFilterThatNoPhoneHas() {
        Set<String> phones = Set.of("lk/1/default/dev1/dn/#", "lk/1/default/ring/+/policy");
        assertThat(viewer.isReader(Set.of())).isTrue();
        assertThat(Client.ofClientId("mosq-1").orElseThrow().isReader(Set.of())).isTrue();
        assertThat(anonymous.isReader(Set.of())).isFalse();
        assertThat(anonymous.isReader(phones)).isFalse();
        assertThat(anonymous.isReader(Set.of("lk/1/default/dev1/dn/#", "lk/#"))).isTrue();
        assertThat(anonymous.isReader(Set.of("lk/1/default/dev2/dn/#"))).isTrue();
        assertThat(device.isReader(phones)).isFalse();
        assertThat(collector.isReader(Set.of("lk/1/+/+/up/#"))).isFalse();
    }

    @Test
    void theCollectorHearsWhatGoesUpAndSaysWhatGoesDown() {
        assertThat(collector.maySubscribe("lk/1/+/+/up/conn")).isTrue();
        assertThat(collector.maySubscribe("lk/1/+/+/dn/ack")).isTrue();
        assertThat(collector.maySubscribe("lk/1/+/+/dn/#")).isFalse();
        assertThat(collector.mayPublish("lk/1/a/dev1/dn/ack")).isTrue();
        assertThat(collector.mayPublish("lk/1/a/ring/canary/policy")).isTrue();
        assertThat(collector.mayPublish("lk/1/a/blob/00")).isTrue();
        assertThat(collector.mayPublish("lk/1/a/srv/state")).isTrue();
        assertThat(collector.mayPublish("lk/1/a/dev1/up/ev")).isFalse();
        assertThat(collector.mayPublish("lk/1/+/dev1/dn/ack")).isFalse();
    }

    @Test
    void aUserWithASlashIsADeviceOfThatTenant() {
        Client other = Client.ofUser("acme/dev1").orElseThrow();
        assertThat(other.mayPublish("lk/1/acme/dev1/up/ev")).isTrue();
        assertThat(other.mayPublish("lk/1/default/dev1/up/ev")).isFalse();
        assertThat(other.maySubscribe("lk/1/acme/ring/+/policy")).isTrue();
        assertThat(other.maySubscribe("lk/1/default/ring/+/policy")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"collector-eu/phone1", "lk-collector-x/phone1", "viewer-x/phone1"})
    void aTenantThatIsCalledLikeARoleGivesItToNoPhone(String user) {
        Client phone = Client.ofUser(user).orElseThrow();
        assertThat(phone.isTrusted()).isFalse();
        assertThat(phone.mayUse(user, false)).isTrue();
        assertThat(phone.mayUse("", true)).isFalse();
        assertThat(phone.mayUse("lk-collector-9", false)).isFalse();
        assertThat(phone.mayUse("mosq-abc", false)).isFalse();
        assertThat(phone.mayUse(user + "-2", false)).isFalse();
        assertThat(phone.mayPublish("lk/1/" + user + "/up/ev")).isTrue();
        assertThat(phone.mayPublish("lk/1/default/phone1/dn/ack")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "collector, true",
        "collector-eu, true",
        "dev1, false",
        "viewer, false",
        "acme/dev1, false"
    })
    void onlyACollectorIsTrusted(String user, boolean trusted) {
        assertThat(Client.ofUser(user).orElseThrow().isTrusted()).isEqualTo(trusted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "#",
                "a+b",
                "a#",
                "a/b/c",
                "/a",
                "a/",
                "a\u0000",
                "a\nb",
                "a'b",
                "a\"b",
                "a\\b",
                "a::b",
                "$SYS",
                "ring",
                "blob",
                "srv",
                "acme/ring",
                "lk-collector-1",
                "mosq-x"
            })
    void noDeviceIsCalledSo(String name) {
        assertThat(Client.ofUser(name)).isEmpty();
    }

    @Test
    void aNameHasABound() {
        assertThat(Client.ofUser("x".repeat(64))).isPresent();
        assertThat(Client.ofUser("x".repeat(65))).isEmpty();
        assertThat(Client.ofClientId("x".repeat(65))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "dev1, dev1, false, true",
        "dev1, dev2, false, false",
        "dev1, '', true, false",
        "acme/dev1, acme/dev1, false, true",
        "acme/dev1, dev1, false, false",
        "viewer, mosq-abc, false, true",
        "viewer, 0e6b, true, true",
        "viewer, viewer-2, false, true",
        "viewer, dev1, false, false",
        "viewer, dev1, false, false",
        "collector, lk-collector-9, false, true",
        "collector, collector-2, false, true",
        "collector, dev1, false, false",
        "collector, viewer-2, false, false"
    })
    void aSessionBelongsToItsUser(String user, String clientId, boolean assigned, boolean own) {
        assertThat(Client.ofUser(user).orElseThrow().mayUse(clientId, assigned)).isEqualTo(own);
    }
}
