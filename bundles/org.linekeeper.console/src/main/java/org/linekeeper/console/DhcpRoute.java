// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.lines.Refusal;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Request;
import org.linekeeper.http.kit.Router;

/** The servers that DHCP names, as a DHCP client's hook tells them. */
final class DhcpRoute {
    private final Lines lines;

    DhcpRoute(Lines lines) {
        this.lines = lines;
    }

    void addTo(Router router) {
        router.on("PUT", "/api/v1/dhcp/option-120", this::take);
    }

    private Reply take(Request request) {
        JsonObject body = request.json();
        for (String name : body.keySet()) {
            if (!name.equals("hex")) {
                throw new Problem(422, "The option has nothing but \"hex\".", "$." + name);
            }
        }
        JsonElement hex = body.get("hex");
        if (hex == null) {
            throw new Problem(422, "\"hex\" is missing.", "$.hex");
        }
        if (!hex.isJsonPrimitive() || !hex.getAsJsonPrimitive().isString()) {
            throw new Problem(422, "\"hex\" has to be a string.", "$.hex");
        }
        try {
            lines.takeDhcpOption120(hex.getAsString());
        } catch (Refusal refusal) {
            throw Refusals.problem(refusal, "$." + refusal.parameter());
        }
        return Reply.empty(204);
    }
}
