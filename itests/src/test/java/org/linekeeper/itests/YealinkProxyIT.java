// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.msBetween;
import static org.linekeeper.itests.Scene.until;
import static org.linekeeper.itests.YealinkServers.ONE;
import static org.linekeeper.itests.YealinkServers.THREE;
import static org.linekeeper.itests.YealinkServers.TTL_SECONDS;
import static org.linekeeper.itests.YealinkServers.TWO;
import static org.linekeeper.itests.YealinkServers.VERDICT_MS;
import static org.linekeeper.itests.YealinkServers.WHOLE_MS;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.function.Predicate;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.dns.RecordType;
import org.linekeeper.lab.server.Exchange;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.Step;
import org.linekeeper.lab.sip.DigestCredentials;
import org.linekeeper.lab.sip.SipMessage;

/**
 * Y16: outbound proxies. Proxy 1 is c and proxy 2 is d, both before a SIP server that the phone
 * never talks to. The interval is 10 s and passes twenty times as fast.
 */
@Category(Full.class)
public class YealinkProxyIT {
    private static final String[] FAST = {"--time-scale", "20"};
    private static final long INTERVAL_MS = 500;
    private static final String SERVER = "pbx.example";

    @Rule public final YealinkServers servers = new YealinkServers();

    private PocketServer c() {
        return servers.c();
    }

    private PocketServer d() {
        return servers.d();
    }

    /** The SIP server's name leads to a, so that a request that goes there is seen. */
    @Before
    public void names() {
        servers.srv(SERVER, 1, servers.a());
        c().knownAs(TWO);
        d().knownAs(THREE);
    }

    private static YealinkFile file() {
        return YealinkFile.server(SERVER)
                .proxies(TWO, THREE)
                .set("outbound_proxy_fallback_interval", 10);
    }

    private PhoneProcess phoneOnD() throws Exception {
        c().silent();
        PhoneProcess phone = servers.phone(file(), FAST);
        phone.awaitLine("on_backup", d().port(), SOON);
        servers.mark();
        return phone;
    }

    private static SipMessage last(PocketServer server, String method) {
        var received = server.awaitReceived(method, 1, SOON);
        return received.get(received.size() - 1).message();
    }

    private static List<SipMessage> outsideDialogs(PocketServer server) {
        Predicate<SipMessage> outside = m -> m.isRequest() && m.to().tag().isEmpty();
        return server.received(outside).stream().map(each -> each.message()).toList();
    }

    private static void assertThrough(String proxy, SipMessage request) {
        assertThat(request.list("Route")).containsExactly("<sip:" + proxy + ";lr>");
        assertThat(request.uri()).endsWith(SERVER);
        assertThat(request.from().uri()).isEqualTo("sip:100@" + SERVER);
        assertThat(request.to().uri()).endsWith("@" + SERVER);
    }

    @Test
    public void Y16_requestsGoThroughTheFirstProxyInTheNameOfTheServer() throws Exception {
        c().recordRoute(true);
        PhoneProcess phone = servers.phoneOnPrimary(file(), FAST);
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);

        assertThat(last(c(), "REGISTER").uri()).isEqualTo("sip:" + SERVER);
        assertThat(last(c(), "INVITE").uri()).isEqualTo("sip:200@" + SERVER);
        assertThat(outsideDialogs(c()))
                .filteredOn(request -> !request.method().equals("ACK"))
                .hasSizeGreaterThan(1)
                .allSatisfy(request -> assertThrough(TWO, request));
        assertThat(servers.a().received()).isEmpty();
        assertThat(servers.dns().queries("_sip._udp." + SERVER, RecordType.SRV)).isZero();
        assertThat(d().received()).as("nobody registers beside").isEmpty();
        assertThat(phone.line().getAsJsonArray("registrations")).hasSize(1);
    }

    @Test
    public void Y16_theDigestGoesThroughTheProxyInTheNameOfTheServer() throws Exception {
        c().challenge(true);
        PhoneProcess phone = servers.phoneOnPrimary(file(), FAST);
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(digest(last(c(), "REGISTER"), "Authorization")).isEqualTo("sip:" + SERVER);
        assertThat(digest(last(c(), "INVITE"), "Proxy-Authorization"))
                .isEqualTo("sip:200@" + SERVER);
        assertThrough(TWO, last(c(), "INVITE"));
    }

    private static String digest(SipMessage request, String header) {
        return request.first(header).flatMap(DigestCredentials::parse).orElseThrow().uri();
    }

    @Test
    public void Y16_aRegisterGoesThroughTheSecondWhenTheRetriesAtTheFirstAreSpent()
            throws Exception {
        c().silent();
        PhoneProcess phone = servers.phone(file(), FAST);
        phone.awaitLine("on_backup", d().port(), SOON);
        List<TraceLine> asked = servers.sends("REGISTER", c());
        assertThat(asked).hasSize(3);
        assertThat(msBetween(asked, servers.sends("REGISTER", d())))
                .isBetween(VERDICT_MS, VERDICT_MS + SLACK_MS);
        assertThrough(THREE, last(d(), "REGISTER"));
        assertThat(servers.a().received()).isEmpty();
    }

    @Test
    public void Y16_anInviteGoesThroughTheSecondAtOnce() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(file());
        c().silent();
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        assertThat(servers.sends("INVITE", c())).hasSize(3);
        assertThat(servers.story()).startsWith("INVITE c", "INVITE d", "ACK d");
        assertThrough(THREE, last(d(), "INVITE"));
        assertThat(phone.line().get("state").getAsString()).isEqualTo("on_backup");
        assertThat(phone.call(call).getAsJsonObject("target").get("port").getAsInt())
                .isEqualTo(d().port());
    }

    @Test
    public void Y16_aByeFollowsThroughTheSecond() throws Exception {
        c().recordRoute(true);
        PhoneProcess phone = servers.phoneOnPrimary(file());
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        c().silent();
        servers.mark();
        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);
        assertThat(servers.sends("BYE", c())).hasSize(3);
        assertThat(servers.story()).startsWith("BYE c", "BYE d");
        assertThat(last(d(), "BYE").list("Route"))
                .hasSize(1)
                .noneMatch(r -> r.contains(place(c())));
        assertThat(c().calls()).isEmpty();
    }

    private static String place(PocketServer server) {
        return "127.0.0.1:" + server.port();
    }

    @Test
    public void Y16_eachProxyIsResolvedLikeAServer() throws Exception {
        servers.a().silent();
        servers.a().knownAs(ONE);
        servers.b().knownAs(ONE);
        YealinkFile file = file().set("outbound_proxy.1.address", ONE);
        PhoneProcess phone = servers.phone(file, FAST);
        phone.awaitLine("on_backup", servers.b().port(), SOON);
        assertThat(servers.story()).containsExactly("REGISTER a", "REGISTER b");
        assertThrough(ONE, last(servers.b(), "REGISTER"));

        servers.b().silent();
        phone.register();
        phone.awaitLine("on_backup", d().port(), SOON);
        assertThrough(THREE, last(d(), "REGISTER"));
    }

    @Test
    public void Y16_theFirstProxyIsProbedAtTheProxiesIntervalWhateverFallbackSays()
            throws Exception {
        c().silent();
        YealinkFile file =
                file().set("fallback.redundancy_type", 0).set("fallback.timeout", 2147483647);
        PhoneProcess phone = servers.phone(file, FAST);
        phone.awaitLine("on_backup", d().port(), SOON);
        servers.mark();
        List<List<TraceLine>> probes = Attempts.await(servers, "REGISTER", c(), 5);
        // The first may have been under way when the mark was set, the last may be so now.
        assertThat(probes.subList(1, 4)).allSatisfy(probe -> assertThat(probe).hasSize(3));
        long period = VERDICT_MS + INTERVAL_MS;
        assertThat(Attempts.periods(probes.subList(1, 5)))
                .allSatisfy(ms -> assertThat(ms).isBetween(period - 1, period + SLACK_MS));
        assertThrough(TWO, last(c(), "REGISTER"));
        assertThat(servers.sends("REGISTER", d())).isEmpty();
    }

    @Test
    public void Y16_onceTheFirstProxyAnswersRequestsGoThroughItAgain() throws Exception {
        PhoneProcess phone = phoneOnD();
        c().up();
        JsonObject line = phone.awaitLine("on_primary", c().port(), SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("returned");
        until("nothing is left at the second", () -> d().bindings("100").isEmpty());
        servers.mark();
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.story()).containsExactly("INVITE c", "ACK c");
        assertThrough(TWO, last(c(), "INVITE"));
    }

    @Test
    public void Y16_whenTheLastProxyHasFailedTheRequestFails() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(file());
        c().silent();
        d().silent();
        String call = phone.dial("200");
        JsonObject failed = phone.awaitCall(call, "state", "failed", SOON);
        assertThat(failed.get("code").getAsInt()).isEqualTo(408);
        List<TraceLine> last = servers.sends("INVITE", d());
        assertThat(servers.sends("INVITE", c())).hasSize(3);
        assertThat(msBetween(last, last.subList(last.size() - 1, last.size())))
                .as("64 x T1 for the last")
                .isBetween(VERDICT_MS + 1, WHOLE_MS + SLACK_MS);
        phone.awaitState("unregistered", SOON);
        assertThat(servers.a().received()).as("nothing goes past the proxies").isEmpty();
    }

    @Test
    public void Y16_minusOneTakesTheServersCountsAndRegistration() throws Exception {
        YealinkFile file =
                file().set("sip_server.1.retry_counts", 2)
                        .set("sip_server.1.invite_retry_counts", 4)
                        .set("sip_server.1.register_on_enable", 1)
                        .set("outbound_proxy.1.retry_counts", -1)
                        .set("outbound_proxy.1.invite_retry_counts", -1)
                        .set("outbound_proxy.2.register_on_enable", -1);
        PhoneProcess phone = servers.phoneOnPrimary(file);
        c().silent();
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.sends("INVITE", c())).hasSize(4);
        assertThat(servers.story()).startsWith("INVITE c", "REGISTER d", "INVITE d", "ACK d");

        servers.mark();
        phone.register();
        until("both were asked", () -> !servers.sends("REGISTER", d()).isEmpty());
        assertThat(servers.sends("REGISTER", c())).hasSize(2);
    }

    @Test
    public void Y16_aProxysOwnValueWins() throws Exception {
        YealinkFile file =
                file().set("sip_server.1.retry_counts", 5)
                        .set("sip_server.1.invite_retry_counts", 5)
                        .set("sip_server.1.register_on_enable", 1)
                        .set("outbound_proxy.1.retry_counts", 2)
                        .set("outbound_proxy.1.invite_retry_counts", 1)
                        .set("outbound_proxy.2.register_on_enable", 0);
        PhoneProcess phone = servers.phoneOnPrimary(file);
        c().silent();
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.sends("INVITE", c())).hasSize(1);
        assertThat(servers.story()).startsWith("INVITE c", "INVITE d", "ACK d");

        servers.mark();
        phone.register();
        until("both were asked", () -> !servers.sends("REGISTER", d()).isEmpty());
        assertThat(servers.sends("REGISTER", c())).hasSize(2);
    }

    @Test
    public void Y16_theTransportIsThatOfTheServerWithTheNumberOrOfTheFirst() throws Exception {
        tcp(TWO, c());
        tcp(THREE, d());
        YealinkFile file = file().set("sip_server.1.transport_type", 1);
        PhoneProcess phone = servers.phoneOnPrimary(file, FAST);
        assertThat(transport(phone)).isEqualTo("tcp");
        assertThat(last(c(), "REGISTER").list("Route"))
                .containsExactly("<sip:" + TWO + ";transport=tcp;lr>");
        c().closeSockets();
        phone.awaitLine("on_backup", d().port(), SOON);
        assertThat(transport(phone)).isEqualTo("tcp");
    }

    private void tcp(String name, PocketServer server) {
        String host = server.name() + "." + name;
        servers.dns().srv("_sip._tcp." + name, TTL_SECONDS, 1, 0, server.port(), host);
    }

    private static String transport(PhoneProcess phone) throws Exception {
        return phone.line().getAsJsonObject("target").get("transport").getAsString();
    }

    @Test
    public void Y16_theWayThatTheRegistrarToldIsKeptForEachProxy() throws Exception {
        c().script("REGISTER", grants("edge-c.example"));
        d().script("REGISTER", grants("edge-d.example"));
        c().script("INVITE", Exchange::accept);
        d().script("INVITE", Exchange::accept);
        YealinkFile file = file().set("sip_server.1.register_on_enable", 1);
        PhoneProcess phone = servers.phoneOnPrimary(file);
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(last(c(), "REGISTER").list("Supported")).contains("path");
        assertThat(last(c(), "REGISTER").list("Route")).hasSize(1);
        assertThat(last(c(), "INVITE").list("Route"))
                .containsExactly("<sip:" + TWO + ";lr>", "<sip:edge-c.example;lr>");

        c().silent();
        phone.awaitCall(phone.dial("300"), "state", "established", SOON);
        assertThat(last(d(), "INVITE").list("Route"))
                .containsExactly("<sip:" + THREE + ";lr>", "<sip:edge-d.example;lr>");
    }

    /** A 200 of a registrar behind the proxy, which wants calls to take that way. */
    private static Step grants(String edge) {
        return exchange ->
                exchange.respond(
                        exchange.response(200)
                                .plus("Contact", exchange.request().first("Contact").orElseThrow())
                                .plus("Path", "<sip:" + edge + ";lr>")
                                .plus("Service-Route", "<sip:" + edge + ";lr>"));
    }

    @Test
    public void Y16_theOlderNamesOfProxiesAreReadToo() throws Exception {
        YealinkFile file =
                YealinkFile.server(SERVER)
                        .set("outbound_proxy_enable", 1)
                        .set("outbound_host", "127.0.0.1")
                        .set("outbound_port", c().port())
                        .set("backup_outbound_host", "127.0.0.1")
                        .set("backup_outbound_port", d().port());
        PhoneProcess phone = servers.phoneOnPrimary(file);
        assertThrough(place(c()), last(c(), "REGISTER"));
        c().closeSockets();
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThrough(place(d()), last(d(), "INVITE"));
    }

    @Test
    public void Y16_proxiesThatAreOffAreNotUsed() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(file().set("outbound_proxy_enable", 0));
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.story()).containsExactly("INVITE a", "ACK a");
        assertThat(last(servers.a(), "INVITE").list("Route")).isEmpty();
        assertThat(c().received()).isEmpty();
    }
}
