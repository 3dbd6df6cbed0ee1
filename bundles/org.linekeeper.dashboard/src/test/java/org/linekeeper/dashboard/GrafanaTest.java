// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What examples/grafana shows is what /metrics gives. */
final class GrafanaTest {
    private static final Path FILE =
            Path.of("..", "..", "examples", "grafana", "linekeeper-fleet.json");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? [0-9.]+");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern METRIC =
            Pattern.compile("\\b((?:linekeeper|process)_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)=~?\"([^\"]*)\"");
    private static final Pattern BY = Pattern.compile("\\bby \\(([a-z_, ]+)\\)");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{([a-z_]+)}}");

    /** Each metric's labels and their values. */
    private static final Map<String, Map<String, Set<String>>> GIVEN = new HashMap<>();

    private static String metrics;
    private static JsonObject dashboard;

    @BeforeAll
    static void read() throws IOException {
        try (LiveDashboard live = new LiveDashboard(Optional.empty()).inAnOutage()) {
            metrics = live.send("GET", "/metrics", "").body();
        }
        metrics.lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(GrafanaTest::given);
        dashboard = JsonParser.parseString(Files.readString(FILE)).getAsJsonObject();
    }

    @AfterAll
    static void forget() {
        GIVEN.clear();
    }

    private static void given(MatchResult sample) {
        Map<String, Set<String>> labels =
                GIVEN.computeIfAbsent(sample.group(1), name -> new HashMap<>());
        Optional.ofNullable(sample.group(2)).stream()
                .flatMap(text -> LABEL.matcher(text).results())
                .forEach(
                        label ->
                                labels.computeIfAbsent(label.group(1), name -> new HashSet<>())
                                        .add(label.group(2)));
    }

    private static Stream<JsonObject> targets() {
        return dashboard.getAsJsonArray("panels").asList().stream()
                .flatMap(panel -> objects(panel, "targets"));
    }

    private static Stream<JsonObject> objects(JsonElement of, String name) {
        return of.getAsJsonObject().getAsJsonArray(name).asList().stream()
                .map(JsonElement::getAsJsonObject);
    }

    @Test
    void eachMetricLabelAndWordThatIsAskedForIsGiven() {
        Set<String> asked = new TreeSet<>();
        targets()
                .forEach(
                        target -> {
                            String expression = target.get("expr").getAsString();
                            List<MatchResult> found =
                                    METRIC.matcher(expression.replaceAll("\\$\\w+", ""))
                                            .results()
                                            .toList();
                            for (MatchResult metric : found) {
                                asked.add(metric.group(1));
                                check(expression, metric);
                                grouped(target, metric.group(1));
                            }
                        });
        assertThat(asked).hasSizeGreaterThan(10);
    }

    private static void check(String expression, MatchResult metric) {
        assertThat(GIVEN).as(expression).containsKey(metric.group(1));
        Map<String, Set<String>> labels = GIVEN.get(metric.group(1));
        Optional.ofNullable(metric.group(2)).stream()
                .flatMap(text -> MATCHER.matcher(text).results())
                .forEach(
                        each -> {
                            assertThat(labels).as(expression).containsKey(each.group(1));
                            if (!each.group(2).isEmpty()) {
                                assertThat(labels.get(each.group(1)))
                                        .as(expression)
                                        .containsAll(Arrays.asList(each.group(2).split("\\|")));
                            }
                        });
    }

    private static void grouped(JsonObject target, String metric) {
        Set<String> labels = GIVEN.get(metric).keySet();
        String expression = target.get("expr").getAsString();
        BY.matcher(expression)
                .results()
                .flatMap(by -> Arrays.stream(by.group(1).split(", *")))
                .forEach(label -> assertThat(labels).as(expression).contains(label));
        LEGEND.matcher(target.get("legendFormat").getAsString())
                .results()
                .forEach(each -> assertThat(labels).as(expression).contains(each.group(1)));
    }

    @Test
    void theVariablesAreLabelsOfPhones() {
        List<String> queries =
                objects(dashboard.get("templating"), "list")
                        .filter(each -> each.get("type").getAsString().equals("query"))
                        .map(each -> each.getAsJsonObject("query").get("query").getAsString())
                        .toList();
        assertThat(queries)
                .containsExactly(
                        "label_values(linekeeper_phones, server)",
                        "label_values(linekeeper_phones, site)");
        assertThat(GIVEN.get("linekeeper_phones")).containsKeys("server", "site");
    }

    @Test
    void eachPanelAsksTheDataSourceThatIsChosen() {
        targets()
                .forEach(
                        target ->
                                assertThat(target.getAsJsonObject("datasource").get("uid"))
                                        .hasToString("\"${datasource}\""));
    }

    @Test
    void noMetricNamesAPhone() {
        assertThat(metrics)
                .doesNotContain("\"x0\"", "\"x5\"", "\"late\"", "\"gone\"", "sip:")
                .contains("\"pbx-a\"");
    }
}
