// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.GiveUp;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.PortRange;
import org.linekeeper.api.line.Profile;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.RefreshWindow;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.SessionTimer;
import org.linekeeper.api.line.Steadiness;
import org.linekeeper.api.line.Timers;
import org.linekeeper.config.kit.json.LineJson.Detail;

/** Line to JSON tree; the order of the statements is the order in the document. */
final class LineWriter {
    private LineWriter() {}

    static JsonObject line(LineConfig config, Detail detail) {
        boolean full = detail == Detail.FULL;
        JsonObject json = new JsonObject();
        json.addProperty("line", config.line());
        json.addProperty("enabled", config.enabled());
        text(json, "label", config.label());
        text(json, "display_name", config.displayName());
        text(json, "user", config.user());
        text(json, "auth_user", config.authUser());
        text(json, "domain", config.domain());
        json.add("local_port", localPort(config.localPort()));
        json.add("servers", servers(config.servers(), true, full));
        json.add("outbound_proxies", servers(config.outboundProxies(), full, full));
        json.add("redundancy", redundancy(config.redundancy()));
        json.add("heartbeat", null);
        config.heartbeat()
                .ifPresent(
                        heartbeat -> {
                            JsonObject inner = new JsonObject();
                            inner.addProperty("interval_s", heartbeat.intervalSeconds());
                            inner.addProperty("max_failures", heartbeat.maxFailures());
                            json.add("heartbeat", inner);
                        });
        json.add("keepalive", keepalive(config.keepalive(), full));
        json.add("timers_ms", timers(config.timers()));
        json.addProperty("retry_s", config.retrySeconds());
        json.add("refresh_percent", refresh(config.refresh()));
        JsonArray codes = new JsonArray();
        new TreeSet<>(config.unavailableCodes()).forEach(codes::add);
        json.add("unavailable_codes", codes);
        json.add("dns", dns(config.dns(), full));
        json.add("session", session(config.session()));
        json.addProperty("unregister_on_exit", config.unregisterOnExit());
        if (full) {
            text(json, "password", config.password().reveal());
            json.addProperty("surge_spread_s", config.surgeSpreadSeconds());
            json.add("profile", profile(config.profile()));
            json.addProperty("dhcp_option_120", config.dhcpOption120());
            json.addProperty("rport", config.rport());
            json.addProperty("proxy_in_dialog", config.proxyInDialog());
            json.addProperty("initial_auth", config.initialAuth());
            json.addProperty("subscribe_registration_s", config.subscribeRegistrationSeconds());
            json.add("steadiness", steadiness(config.steadiness()));
            JsonArray numbers = new JsonArray();
            new TreeSet<>(config.emergencyNumbers()).forEach(numbers::add);
            json.add("emergency_numbers", numbers);
        }
        return json;
    }

    private static JsonArray servers(List<Server> servers, boolean withExpires, boolean full) {
        JsonArray array = new JsonArray();
        servers.forEach(server -> array.add(server(server, withExpires, full)));
        return array;
    }

    /** A proxy has no registration of its own: {@code expires} is for the whole picture only. */
    private static JsonObject server(Server server, boolean withExpires, boolean full) {
        JsonObject json = new JsonObject();
        json.addProperty("address", server.address());
        json.addProperty("port", server.port());
        json.addProperty("transport", Words.of(server.transport()));
        if (withExpires) {
            json.addProperty("expires", server.expiresSeconds());
        }
        number(json, "transmissions", server.transmissions());
        number(json, "invite_transmissions", server.inviteTransmissions());
        json.add("give_up_ms", giveUp(server.giveUp()));
        json.addProperty("register_before_request", server.registerBeforeRequest());
        json.addProperty("only_registered", server.onlyRegistered());
        json.addProperty("resubscribe", server.resubscribe());
        json.add("failback", failback(server.failback()));
        if (full) {
            json.addProperty("fallback_port", server.fallbackPort());
        }
        return json;
    }

    private static JsonObject giveUp(GiveUp giveUp) {
        JsonObject json = new JsonObject();
        number(json, "register", giveUp.registerMs());
        number(json, "invite", giveUp.inviteMs());
        number(json, "options", giveUp.optionsMs());
        return json;
    }

    private static JsonObject failback(Failback failback) {
        JsonObject json = new JsonObject();
        json.addProperty("mode", Words.of(failback.mode()));
        number(json, "after_s", failback.afterSeconds());
        return json;
    }

    private static JsonObject localPort(PortRange range) {
        JsonObject json = new JsonObject();
        json.addProperty("min", range.min());
        json.addProperty("max", range.max());
        return json;
    }

    private static JsonObject redundancy(Redundancy redundancy) {
        JsonObject json = new JsonObject();
        json.addProperty("registration", Words.of(redundancy.registration()));
        json.addProperty("probe", Words.of(redundancy.probe()));
        json.addProperty("probe_interval_s", redundancy.probeIntervalSeconds());
        json.addProperty("return_delay_s", redundancy.returnDelaySeconds());
        json.addProperty("idle_only", redundancy.idleOnly());
        json.addProperty("remove_old_binding", redundancy.removeOldBinding());
        return json;
    }

    private static JsonObject keepalive(Keepalive keepalive, boolean withSends) {
        JsonObject json = new JsonObject();
        json.addProperty("kind", Words.of(keepalive.kind()));
        json.addProperty("interval_s", keepalive.intervalSeconds());
        if (withSends) {
            number(json, "sends", keepalive.sends());
        }
        return json;
    }

    private static JsonObject timers(Timers timers) {
        JsonObject json = new JsonObject();
        json.addProperty("t1", timers.t1Ms());
        json.addProperty("t2", timers.t2Ms());
        json.addProperty("t4", timers.t4Ms());
        return json;
    }

    private static JsonArray refresh(RefreshWindow refresh) {
        JsonArray json = new JsonArray();
        json.add(refresh.fromPercent());
        json.add(refresh.toPercent());
        return json;
    }

    private static JsonObject dns(DnsRules dns, boolean withStatics) {
        JsonObject json = new JsonObject();
        json.addProperty("cache", Words.of(dns.cache()));
        json.addProperty("static_first", dns.staticFirst());
        json.addProperty("naptr_build", Words.of(dns.naptrBuild()));
        json.addProperty("srv_order", Words.of(dns.srvOrder()));
        if (withStatics) {
            json.add("statics", StaticRecords.write(dns.statics()));
        }
        return json;
    }

    private static JsonObject session(SessionTimer session) {
        JsonObject json = new JsonObject();
        json.addProperty("expires_s", session.expiresSeconds());
        json.addProperty("min_se_s", session.minSeconds());
        json.addProperty("refresher", Words.of(session.refresher()));
        return json;
    }

    private static JsonObject profile(Profile profile) {
        JsonObject json = new JsonObject();
        json.addProperty("probe_whole_time", profile.probeWholeTime());
        json.addProperty("last_whole_time", profile.lastWholeTime());
        json.addProperty("trusted_peers_only", profile.trustedPeersOnly());
        json.addProperty("call_limit", profile.callLimit());
        json.addProperty("stays_at_target", profile.staysAtTarget());
        json.addProperty("try_healthy_first", profile.tryHealthyFirst());
        return json;
    }

    private static JsonObject steadiness(Steadiness steadiness) {
        JsonObject json = new JsonObject();
        json.addProperty("health_memory", steadiness.healthMemory());
        json.addProperty("successes", steadiness.successes());
        json.addProperty("hold_down_s", steadiness.holdDownSeconds());
        json.addProperty("most_hold_down_s", steadiness.mostHoldDownSeconds());
        json.addProperty("confirm_s", steadiness.confirmSeconds());
        return json;
    }

    private static void text(JsonObject json, String name, String value) {
        json.addProperty(name, value.isEmpty() ? null : value);
    }

    private static void number(JsonObject json, String name, OptionalInt value) {
        json.addProperty(name, value.isPresent() ? (Number) value.getAsInt() : null);
    }

    private static void number(JsonObject json, String name, OptionalLong value) {
        json.addProperty(name, value.isPresent() ? (Number) value.getAsLong() : null);
    }
}
