// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.api;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.linekeeper.collector.fleet.CollectorHealth.Standing;
import org.linekeeper.dashboard.alert.Alerts;
import org.linekeeper.dashboard.fleet.Atlas;
import org.linekeeper.dashboard.fleet.Freshness;
import org.linekeeper.dashboard.fleet.Phone;
import org.linekeeper.dashboard.fleet.PhoneState;
import org.linekeeper.dashboard.incident.Incident;
import org.linekeeper.dashboard.incident.Report;
import org.linekeeper.dashboard.live.Desk;
import org.linekeeper.dashboard.web.Routes;
import org.linekeeper.http.kit.OpenMetrics;
import org.linekeeper.http.kit.ProcessMetrics;
import org.linekeeper.http.kit.Reply;
import org.linekeeper.http.kit.Router;

/**
 * The fleet for a monitoring system. Labels name servers, sites and policies, the largest 200 of
 * them, and never a phone: what has as many values as there are phones is no label.
 */
public final class MetricsRoute implements Routes {
    private static final int MOST_SERIES = 200;

    private final Desk desk;
    private final Alerts alerts;
    private final Supplier<Standing> health;
    private final Supplier<Instant> clock;
    private final ProcessMetrics process = new ProcessMetrics();

    public MetricsRoute(
            Desk desk, Alerts alerts, Supplier<Standing> health, Supplier<Instant> clock) {
        this.desk = desk;
        this.alerts = alerts;
        this.health = health;
        this.clock = clock;
    }

    @Override
    public void addTo(Router router) {
        router.on("GET", "/metrics", request -> metrics());
    }

    private Reply metrics() {
        OpenMetrics text = new OpenMetrics();
        phones(text);
        policies(text);
        incidents(text);
        text.family("linekeeper_alerts", "gauge", "Alerts that nobody has silenced.")
                .sample(alerts.loud());
        text.family("linekeeper_freshness", "stateset", "Whether all this can be believed.");
        for (Freshness.State state : Freshness.State.values()) {
            long value = desk.freshness().state() == state ? 1 : 0;
            text.sample(value, "linekeeper_freshness", state.word());
        }
        collector(text, health.get());
        process.addTo(text);
        return Reply.of(200, OpenMetrics.TYPE, text.end());
    }

    private void phones(OpenMetrics text) {
        text.family("linekeeper_phones", "gauge", "Phones by server, site and state.");
        Atlas.of(desk.fleet().phones(), clock.get()).bands().stream()
                .limit(MOST_SERIES)
                .forEach(band -> band(text, band));
    }

    private static void band(OpenMetrics text, Atlas.Band band) {
        for (PhoneState state : PhoneState.values()) {
            text.sample(
                    band.tally().of(state),
                    "server",
                    band.place().server(),
                    "site",
                    band.place().site(),
                    "state",
                    state.word());
        }
    }

    private void policies(OpenMetrics text) {
        Map<String, Integer> policies = new HashMap<>();
        for (Phone phone : desk.fleet().phones()) {
            phone.policy()
                    .map(name -> name.id() + "/" + name.version())
                    .ifPresent(name -> policies.merge(name, 1, Integer::sum));
        }
        text.family("linekeeper_policy_phones", "gauge", "Phones by the policy that decides.");
        policies.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(MOST_SERIES)
                .forEach(each -> text.sample(each.getValue(), "policy", each.getKey()));
    }

    private void incidents(OpenMetrics text) {
        text.family("linekeeper_incidents", "gauge", "Outages that are not over.")
                .sample(desk.incidents().size());
        text.family("linekeeper_incident_phones", "gauge", "Phones of an outage, by server.");
        for (Report report : desk.incidents()) {
            Incident incident = report.incident();
            String server = incident.server().server();
            String tenant = incident.server().tenant();
            text.sample(incident.away(), "server", server, "tenant", tenant, "part", "away");
            text.sample(
                    incident.withoutService(),
                    "server",
                    server,
                    "tenant",
                    tenant,
                    "part",
                    "without_service");
        }
    }

    private static void collector(OpenMetrics text, Standing standing) {
        text.family("linekeeper_collector_up", "gauge", "Whether a way is open.")
                .sample(standing.broker().open() ? 1 : 0, "way", "broker")
                .sample(standing.database().open() ? 1 : 0, "way", "database");
        text.family("linekeeper_collector_waiting", "gauge", "Messages that wait to be written.")
                .sample(standing.waiting());
        text.family("linekeeper_collector_messages", "counter", "Messages that came.")
                .sample(standing.received());
        text.family("linekeeper_collector_transitions", "counter", "Transitions that were new.")
                .sample(standing.committed());
        text.family("linekeeper_collector_left_out", "counter", "Messages left out, by reason.");
        standing.leftOut().forEach((why, count) -> text.sample(count, "why", why));
    }
}
