// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

final class AccessTest {
    private final MemoryKeep keep = new MemoryKeep();
    private final Access access =
            new Access(false, Optional.empty(), keep, Instant::now, gone -> {});

    @Test
    void aRouteThatNamesNoRoleThatThereIsOpensNothing() {
        for (String role : List.of("operater", "VIEWER", "none")) {
            assertThatThrownBy(() -> pass("GET", role)).isInstanceOf(IllegalStateException.class);
        }
        for (String role : List.of("viewer", "operator", Access.PAGE, Router.ANYBODY, "")) {
            assertThat(pass("GET", role)).isEqualTo(200);
        }
    }

    @Test
    void whoeverChangesSomethingIsWrittenDownAlsoWhenItFails() {
        pass("GET", "");
        assertThat(keep.size("audit")).isZero();
        pass("PUT", "");
        assertThatThrownBy(
                        () ->
                                access.pass(
                                        request("DELETE"),
                                        "",
                                        request -> {
                                            throw new Problem(409, "Not now.");
                                        }))
                .isInstanceOf(Problem.class);
        assertThat(keep.size("audit")).isEqualTo(2);
        assertThat(keep.everything()).contains("PUT /x", "200", "DELETE /x", "409");
    }

    @Test
    void whatARouteAddsStandsWithTheDeedAndNowhereElse() {
        access.pass(
                request("DELETE"),
                "",
                request -> {
                    access.audit().add(request, "name=Ana");
                    access.audit().add(request("DELETE"), "name=Bo");
                    return Reply.empty(204);
                });
        pass("PUT", "");
        assertThat(keep.everything())
                .contains("\"detail\":\"204 name=Ana\"", "\"detail\":\"200\"")
                .doesNotContain("Bo");
    }

    @Test
    void rolesAreOrdered() {
        assertThat(Role.OPERATOR.may(Role.VIEWER)).isTrue();
        assertThat(Role.VIEWER.may(Role.VIEWER)).isTrue();
        assertThat(Role.VIEWER.may(Role.OPERATOR)).isFalse();
    }

    private int pass(String method, String role) {
        Reply reply =
                (Reply) access.pass(request(method), role, request -> Reply.of(200, "a/b", ""));
        return reply.status();
    }

    private static Request request(String method) {
        return new Request(
                method,
                "/x",
                Map.of(),
                "",
                new Headers(),
                new byte[0],
                InetAddress.getLoopbackAddress(),
                Optional.empty());
    }
}
