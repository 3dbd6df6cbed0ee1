// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.dashboard.access.MemoryKeep;

/** Links that operators make for others. */
final class InvitationsTest {
    private static final String INVITATIONS = "/api/v1/invitations";
    private static final String ANA = "{\"role\":\"viewer\",\"name\":\"Ana\"}";

    @TempDir Path home;
    private final MemoryKeep keep = new MemoryKeep();
    private Fleet fleet;

    @BeforeEach
    void start() throws IOException {
        fleet = new Fleet(home, keep);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    @Test
    void invitationsThatSayNothingUsefulAreRefused() {
        String cookie = fleet.operator();
        for (String bad :
                List.of(
                        "{}",
                        "{\"role\":\"king\",\"name\":\"Ana\"}",
                        "{\"role\":\"viewer\"}",
                        "{\"role\":\"viewer\",\"name\":\"\"}",
                        "{\"role\":\"viewer\",\"name\":7}",
                        "{\"role\":\"viewer\",\"name\":\"a\\nb\"}",
                        "{\"role\":\"viewer\",\"name\":\"" + "x".repeat(61) + "\"}",
                        "{\"role\":\"viewer\",\"name\":\"Ana\",\"days\":9}",
                        // The audit calls others so.
                        "{\"role\":\"viewer\",\"name\":\"local\"}",
                        "{\"role\":\"viewer\",\"name\":\"Token \"}",
                        "{\"role\":\"viewer\",\"name\":\"\uff2eOBODY\u00a0\"}",
                        "{\"role\":\"operator\",\"name\":\"admin\"}",
                        "[]")) {
            assertThat(fleet.send("POST", INVITATIONS, bad, "Cookie", cookie).statusCode())
                    .as(bad)
                    .isEqualTo(422);
        }
        assertThat(keep.size("invitation")).isZero();
    }

    @Test
    void anInvitationCanBeSeenAndTakenBack() {
        String cookie = fleet.operator();
        String link = fleet.invite(cookie, ANA);
        JsonObject list = fleet.json(INVITATIONS, "Cookie", cookie);
        JsonObject open = list.getAsJsonArray("invitations").get(0).getAsJsonObject();
        assertThat(open.keySet()).containsExactly("id", "name", "role", "expires");
        assertThat(open.get("name").getAsString()).isEqualTo("Ana");
        String id = open.get("id").getAsString();
        assertThat(link).doesNotContain(id);
        assertThat(fleet.audit(cookie).get(0).get("detail").getAsString())
                .isEqualTo("201 role=viewer name=Ana id=" + id);

        String path = INVITATIONS + "/" + id;
        assertThat(fleet.send("DELETE", path, "", "Cookie", cookie).statusCode()).isEqualTo(204);
        assertThat(fleet.send("DELETE", path, "", "Cookie", cookie).statusCode()).isEqualTo(404);
        assertThat(fleet.json(INVITATIONS, "Cookie", cookie).toString())
                .isEqualTo("{\"invitations\":[]}");
        String enter = link.substring(link.indexOf("/enter"));
        assertThat(fleet.send("POST", enter, "").statusCode()).isEqualTo(403);
        assertThat(fleet.audit(cookie).get(1).get("detail").getAsString())
                .isEqualTo("204 name=Ana role=viewer");
        keep.gone = true;
        HttpResponse<String> away = fleet.get(INVITATIONS, "Cookie", cookie);
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).contains("5");
    }
}
