// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.linekeeper.http.kit.Principal;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Request;

final class AuditLogTest {
    private final MemoryKeep keep = new MemoryKeep();
    private Instant now = Instant.parse("2026-03-01T12:00:00.500Z");
    private final AuditLog log = new AuditLog(keep, () -> now);

    @Test
    void whatIsRecordedInOneMomentStaysInItsOrder() {
        for (int i = 0; i < 3; i++) {
            record("pulled", "" + i);
        }
        now = now.minusSeconds(9);
        record("put back", "");

        JsonObject page = log.page(Optional.empty(), 4);
        assertThat(page.getAsJsonArray("entries"))
                .extracting(entry -> entry.getAsJsonObject().get("detail").getAsString())
                .containsExactly("", "2", "1", "0");
        assertThat(page.getAsJsonArray("entries").get(3))
                .hasToString(
                        "{\"t\":\"2026-03-01T12:00:00.500Z\",\"who\":\"Ana\",\"role\":\"operator\","
                                + "\"session\":\"1\",\"from\":\"192.0.2.1\",\"what\":\"pulled\",\"detail\":\"0\"}");
    }

    @Test
    void theNewestTenThousandAreKept() {
        for (int i = 0; i < AuditLog.MOST + 250; i++) {
            record("" + i, "");
        }
        assertThat(keep.size("audit")).isBetween(AuditLog.MOST, AuditLog.MOST + 100);
        JsonObject newest = log.page(Optional.empty(), 1);
        assertThat(newest.toString()).contains("\"what\":\"" + (AuditLog.MOST + 249) + "\"");
    }

    @Test
    void anEntryIsOneLineOfBoundedLength() {
        record("a\nb\u202ec", "x".repeat(9999));

        String text = log.page(Optional.empty(), 1).toString();
        assertThat(text).contains("\"what\":\"a?b?c\"").hasSizeLessThan(600);
    }

    @Test
    void withoutTheStoreItSaysSo() {
        keep.gone = true;
        record("pulled", "");
        assertThatThrownBy(() -> log.page(Optional.empty(), 1))
                .isInstanceOf(Problem.class)
                .hasMessage("The audit log cannot be read now.");
    }

    @Test
    void aDeedIsToldWithoutSecrets() {
        Map<String, String> bodies =
                Map.of(
                        "{\"server\":\"pbx-a\",\"minutes\":5,\"all\":true}",
                        "201 server=pbx-a minutes=5 all=true",
                        "{\"webhookUrl\":\"https://x\",\"apiToken\":\"t\",\"PASSWORD\":\"p\"}",
                        "201 webhookUrl=... apiToken=... PASSWORD=...",
                        "{\"hooks\":[{\"url\":\"https://x\"}],\"none\":null}",
                        "201",
                        "{\"for_s\":{\"blind\":5,\"of\":{\"a\":1}},\"auth\":{\"user\":\"u\"}}",
                        "201 for_s.blind=5 for_s.of.a=1 auth.user=...",
                        "not JSON",
                        "201",
                        "",
                        "201");
        bodies.forEach(
                (body, told) ->
                        assertThat(Deed.detail(request("", body), 201)).as(body).isEqualTo(told));
        assertThat(Deed.what(request("code=secret", ""))).isEqualTo("POST /enter");
    }

    private void record(String what, String detail) {
        Request request = request("", "");
        log.record(request, request.principal(), what, detail);
    }

    private static Request request(String query, String body) {
        return new Request(
                "POST",
                "/enter",
                Map.of(),
                query,
                new Headers(),
                body.getBytes(StandardCharsets.UTF_8),
                address(),
                Optional.of(new Principal("1", "Ana", "operator")));
    }

    private static InetAddress address() {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
