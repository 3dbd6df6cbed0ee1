// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code linekeeper dashboard} as a process: where its page is, and who gets in. */
public class DashboardCommandIT {
    private static final Pattern LINK = Pattern.compile("http://\\S+(/enter\\?code=\\S+)");

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private final HttpClient client = HttpClient.newHttpClient();
    private Path home;

    @Before
    public void where() {
        home = folder.getRoot().toPath().resolve("home");
    }

    @Test
    public void onLoopbackThePageOpensForWhoeverWorksThere() throws Exception {
        try (ReadyProcess dashboard = start()) {
            JsonObject ready = JsonParser.parseString(dashboard.readyLine()).getAsJsonObject();
            assertThat(ready.keySet()).containsExactly("ready", "http", "mqtt", "db");
            assertThat(ready.get("db").getAsString()).isEqualTo("h2");
            HttpResponse<String> page = send(dashboard, "GET", "/phones", "");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("importmap", "./vendor/lit/");
            Matcher library =
                    Pattern.compile("\\./(vendor/echarts/[^\"]+\\.js)").matcher(page.body());
            assertThat(library.find()).isTrue();
            assertThat(send(dashboard, "GET", "/" + library.group(1), "").statusCode())
                    .isEqualTo(200);
            assertThat(send(dashboard, "GET", "/api/v1/overview", "").statusCode()).isEqualTo(200);
            assertThat(LINK.matcher(dashboard.log()).find()).isFalse();
            dashboard.stop();
        }
    }

    @Test
    public void aPortThatIsTakenIsRefused() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String taken = "127.0.0.1:" + other.getLocalPort();
            String[] words = words("--http", taken).toArray(String[]::new);
            Command.Ended ended = Command.run(folder.getRoot().toPath(), words);
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err().lines())
                    .contains(
                            "linekeeper: HTTP cannot listen on " + taken + ": the port is taken.");
        }
    }

    @Test
    public void whoCameByTheLinkIsStillInAfterKillNine() throws Exception {
        String cookie;
        String path;
        try (ReadyProcess dashboard = start("--sign-in")) {
            assertThat(send(dashboard, "GET", "/api/v1/overview", "").statusCode()).isEqualTo(401);
            Matcher link = LINK.matcher(dashboard.log());
            assertThat(link.find()).as(dashboard.log()).isTrue();
            path = link.group(1);
            HttpResponse<String> in = send(dashboard, "POST", path, "");
            assertThat(in.statusCode()).isEqualTo(303);
            cookie = in.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
            assertThat(send(dashboard, "GET", "/api/v1/overview", cookie).statusCode())
                    .isEqualTo(200);
        }
        try (ReadyProcess dashboard = start("--sign-in")) {
            assertThat(send(dashboard, "GET", "/api/v1/overview", cookie).statusCode())
                    .isEqualTo(200);
            assertThat(send(dashboard, "POST", path, "").statusCode()).isEqualTo(403);
            assertThat(send(dashboard, "GET", "/api/v1/audit", cookie).body())
                    .contains("signed in");
            dashboard.stop();
        }
    }

    private ReadyProcess start(String... more) throws Exception {
        List<String> all = words("--http", "127.0.0.1:0");
        all.addAll(List.of(more));
        return ReadyProcess.start(folder.getRoot().toPath(), all, Map.of());
    }

    private List<String> words(String... more) {
        List<String> words = new ArrayList<>(List.of("dashboard", "--home", home.toString()));
        words.addAll(List.of("--mqtt-listen", "127.0.0.1:0"));
        words.addAll(List.of(more));
        return words;
    }

    private HttpResponse<String> send(
            ReadyProcess dashboard, String method, String path, String cookie) throws Exception {
        String http =
                JsonParser.parseString(dashboard.readyLine())
                        .getAsJsonObject()
                        .get("http")
                        .getAsString();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + http + path))
                        .method(method, HttpRequest.BodyPublishers.noBody());
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
