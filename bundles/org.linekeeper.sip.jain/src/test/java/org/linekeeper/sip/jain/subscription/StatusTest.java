// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.policy.LineEvent;

class StatusTest {
    @ParameterizedTest
    @CsvSource({
        "active;expires=60,true,60",
        "Active ; Expires = 60,true,60",
        "active,true,",
        "active;expires=,true,",
        "active;expires=soon,true,",
        "active;expires=99999999999,true,",
        "pending;x;expires=5,false,5",
        "waiting,false,"
    })
    void stands(String header, boolean active, Integer seconds) {
        OptionalInt expires = seconds == null ? OptionalInt.empty() : OptionalInt.of(seconds);
        assertThat(told(header)).contains(new LineEvent.SubscriptionNotified("s", active, expires));
    }

    @ParameterizedTest
    @CsvSource({
        "terminated,'',",
        "terminated;reason=NoResource,noresource,",
        "TERMINATED;reason=probation;retry-after=30,probation,30",
        "terminated;reason=\"a b\",'',"
    })
    void ends(String header, String why, Integer seconds) {
        OptionalInt after = seconds == null ? OptionalInt.empty() : OptionalInt.of(seconds);
        assertThat(told(header)).contains(new LineEvent.SubscriptionEnded("s", why, after));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", "a b", "=", ";expires=60"})
    void isNone(String header) {
        assertThat(Status.parse(header)).isEmpty();
    }

    @Test
    void isBounded() {
        assertThat(Status.parse("active" + ";a=b".repeat(100))).isPresent();
        assertThat(Status.parse("active" + ";a=b".repeat(10_000))).isEmpty();
    }

    @Property(tries = 500)
    void readsAnything(@ForAll @StringLength(max = 60) String header) {
        Status.parse(header).ifPresent(status -> assertThat(status.asEvent("s")).isNotNull());
    }

    private static Optional<LineEvent> told(String header) {
        return Status.parse(header).map(status -> status.asEvent("s"));
    }
}
