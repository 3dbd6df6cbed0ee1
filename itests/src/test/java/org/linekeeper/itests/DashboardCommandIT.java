// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    private Path home;

    @Before
    public void where() {
        home = folder.getRoot().toPath().resolve("home");
    }

    @Test
    public void onLoopbackThePageOpensForWhoeverWorksThere() throws Exception {
        try (DashboardProcess dashboard = start()) {
            JsonObject ready = dashboard.ready();
            assertThat(ready.keySet()).containsExactly("ready", "http", "mqtt", "db");
            assertThat(ready.get("db").getAsString()).isEqualTo("h2");
            HttpResponse<String> page = dashboard.send("GET", "/phones", "");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("importmap", "./vendor/lit/");
            Matcher library =
                    Pattern.compile("\\./(vendor/echarts/[^\"]+\\.js)").matcher(page.body());
            assertThat(library.find()).isTrue();
            assertThat(dashboard.send("GET", "/" + library.group(1), "").statusCode())
                    .isEqualTo(200);
            assertThat(dashboard.send("GET", "/api/v1/overview", "").statusCode()).isEqualTo(200);
            assertThat(LINK.matcher(dashboard.log()).find()).isFalse();
            dashboard.stop();
        }
    }

    @Test
    public void aPortThatIsTakenIsRefused() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String taken = "127.0.0.1:" + other.getLocalPort();
            Command.Ended ended =
                    Command.run(
                            folder.getRoot().toPath(),
                            "dashboard",
                            "--home",
                            home.toString(),
                            "--http",
                            taken);
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
        try (DashboardProcess dashboard = start("--sign-in")) {
            assertThat(dashboard.send("GET", "/api/v1/overview", "").statusCode()).isEqualTo(401);
            Matcher link = LINK.matcher(dashboard.log());
            assertThat(link.find()).as(dashboard.log()).isTrue();
            path = link.group(1);
            HttpResponse<String> in = dashboard.send("POST", path, "");
            assertThat(in.statusCode()).isEqualTo(303);
            cookie = in.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
            assertThat(dashboard.send("GET", "/api/v1/overview", cookie).statusCode())
                    .isEqualTo(200);
        }
        try (DashboardProcess dashboard = start("--sign-in")) {
            assertThat(dashboard.send("GET", "/api/v1/overview", cookie).statusCode())
                    .isEqualTo(200);
            assertThat(dashboard.send("POST", path, "").statusCode()).isEqualTo(403);
            assertThat(dashboard.send("GET", "/api/v1/audit", cookie).body()).contains("signed in");
            dashboard.stop();
        }
    }

    private DashboardProcess start(String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of("--mqtt-listen", "127.0.0.1:0"));
        all.addAll(List.of(more));
        return DashboardProcess.start(home, all.toArray(String[]::new));
    }
}
