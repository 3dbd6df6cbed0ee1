// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.until;
import static org.linekeeper.itests.YealinkServers.ONE;
import static org.linekeeper.itests.YealinkServers.THREE;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.dns.RecordType;
import org.linekeeper.lab.server.LabCall;
import org.linekeeper.lab.server.PocketServer;

/**
 * Y11: the four ways back to a server's first target. Intervals pass forty times as fast: a
 * registration of 30 s is renewed after 600 to 675 ms, the shortest duration of 60 s is 1.5 s.
 */
@Category(Full.class)
public class YealinkFailbackIT {
    private static final String[] FAST = {"--time-scale", "40"};
    private static final long LEAST_DURATION_MS = 1_500;
    private static final int BRIEF_SECONDS = 30;

    /** So many renewals of a brief registration take longer than the shortest duration. */
    private static final int RENEWALS = 3;

    @Rule public final YealinkServers servers = new YealinkServers();

    private PocketServer a() {
        return servers.a();
    }

    private PocketServer b() {
        return servers.b();
    }

    private static YealinkFile mode(int mode) {
        return YealinkFile.server(ONE).set("sip_server.1.failback_mode", mode);
    }

    private static YealinkFile duration(int seconds) {
        return mode(3).set("sip_server.1.failback_timeout", seconds);
    }

    private void awaitReturned(PhoneProcess phone) throws Exception {
        JsonObject line = phone.awaitLine("on_primary", a().port(), SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("returned");
    }

    /** When the phone sent its last request of that method to a server. */
    private Instant last(String method, PocketServer server) throws Exception {
        List<TraceLine> sends = servers.sends(method, server);
        return sends.get(sends.size() - 1).at();
    }

    private String established(PhoneProcess phone) throws Exception {
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        return call;
    }

    private void end(PhoneProcess phone, String call) throws Exception {
        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);
    }

    private void awaitRenewals(int count) {
        until(count + " renewals", () -> servers.sends("REGISTER", b()).size() >= count);
    }

    @Test
    public void Y11_newRequestsTryThePrimaryFirstEachTime() throws Exception {
        PhoneProcess phone = servers.phoneOnB(mode(0));
        end(phone, established(phone));
        assertThat(servers.story()).startsWith("INVITE a", "INVITE b");
        servers.mark();
        end(phone, established(phone));
        assertThat(servers.story()).startsWith("INVITE a", "INVITE b");

        a().up();
        servers.mark();
        end(phone, established(phone));
        assertThat(servers.story()).startsWith("INVITE a").doesNotContain("INVITE b");
    }

    @Test
    public void Y11_dnsTtlReturnsWhenTheRecordsAreOver() throws Exception {
        Duration ttl = Duration.ofSeconds(60);
        String name = "brief.example";
        for (PocketServer server : List.of(a(), b())) {
            String host = server.name() + "." + name;
            int priority = server == a() ? 1 : 2;
            servers.dns().srv("_sip._udp." + name, 300, priority, 0, server.port(), host);
            servers.dns().a(host, (int) ttl.toSeconds(), "127.0.0.1");
        }
        YealinkFile file = mode(1).set("sip_server.1.address", name);
        PhoneProcess phone = servers.phoneOnB(file, FAST);
        // One that is still dead is asked again when the next TTL is over.
        until("a try", () -> !servers.sends("REGISTER", a()).isEmpty());
        Instant tried = last("REGISTER", a());
        a().up();
        awaitReturned(phone);
        long afterMs = Duration.between(tried, last("REGISTER", a())).toMillis();
        assertThat(afterMs).isBetween(ttl.toMillis() / 40 / 2, ttl.toMillis() / 40 + SLACK_MS);
        assertThat(servers.dns().queries("a." + name, RecordType.A)).isGreaterThan(1);
    }

    @Test
    public void Y11_registrationReturnsAtTheRenewal() throws Exception {
        b().grantExpires(BRIEF_SECONDS);
        PhoneProcess phone = servers.phoneOnB(mode(2), FAST);
        // A primary that is still dead costs an attempt, and the binding stays.
        awaitRenewals(1);
        assertThat(servers.story()).startsWith("REGISTER a", "REGISTER b");
        assertThat(phone.line().get("state").getAsString()).isEqualTo("on_backup");

        a().up();
        awaitReturned(phone);
    }

    @Test
    public void Y11_durationCountsFromTheArrivalAndIsAMinuteAtLeast() throws Exception {
        a().closeSockets();
        PhoneProcess phone = servers.phone(duration(5), FAST);
        phone.awaitLine("on_backup", b().port(), SOON);
        Instant arrived = last("REGISTER", b());
        a().up();
        awaitReturned(phone);
        long afterMs = Duration.between(arrived, last("REGISTER", a())).toMillis();
        assertThat(afterMs).isBetween(LEAST_DURATION_MS, LEAST_DURATION_MS + SLACK_MS);
    }

    @Test
    public void Y11_durationZeroStaysUntilTheTargetFails() throws Exception {
        b().grantExpires(BRIEF_SECONDS);
        PhoneProcess phone = servers.phoneOnB(duration(0), FAST);
        a().up();
        awaitRenewals(RENEWALS);
        assertThat(a().received()).isEmpty();

        b().silent();
        phone.awaitLine("on_primary", a().port(), SOON);
    }

    @Test
    public void Y11_aBusyPhoneReturnsOnceItIsIdle() throws Exception {
        b().grantExpires(BRIEF_SECONDS);
        PhoneProcess phone = servers.phoneOnB(duration(60), FAST);
        String call = established(phone);
        a().up();
        servers.mark();
        awaitRenewals(RENEWALS);
        assertThat(a().received()).isEmpty();
        assertThat(phone.line().get("state").getAsString()).isEqualTo("on_backup");

        servers.mark();
        phone.hangUp(call);
        awaitReturned(phone);
        assertThat(servers.story()).containsSubsequence("BYE b", "REGISTER a");
        phone.awaitCall(call, "bye", "ok", SOON);
    }

    @Test
    public void Y11_aRenewalWhileThePhoneIsBusyIsMadeWhereItIs() throws Exception {
        b().grantExpires(BRIEF_SECONDS);
        PhoneProcess phone = servers.phoneOnB(mode(2), FAST);
        String call = established(phone);
        a().up();
        servers.mark();
        awaitRenewals(2);
        assertThat(a().received("REGISTER")).isEmpty();

        // What it missed, it makes up for at once, not at the next renewal.
        servers.mark();
        phone.hangUp(call);
        awaitReturned(phone);
        assertThat(servers.story()).containsSubsequence("BYE b", "REGISTER a");
    }

    @Test
    public void Y11_aCallOnAnotherLineIsACallOfThePhone() throws Exception {
        b().grantExpires(BRIEF_SECONDS);
        YealinkFile file =
                duration(60)
                        .phone("account.2.enable", 1)
                        .phone("account.2.user_name", "200")
                        .phone("account.2.auth_name", "200")
                        .phone("account.2.password", "secret")
                        .phone("account.2.sip_server.1.address", THREE)
                        .phone("account.2.sip_server.1.port", 0);
        PhoneProcess phone = servers.phoneOnB(file, FAST);
        until("line 2 is registered", () -> !servers.d().bindings("200").isEmpty());
        LabCall caller = servers.d().callTo("200").awaitRinging(SOON);
        a().up();
        servers.mark();
        awaitRenewals(RENEWALS);
        assertThat(a().received()).isEmpty();
        assertThat(phone.line().get("state").getAsString()).isEqualTo("on_backup");

        caller.cancel();
        awaitReturned(phone);
    }

    /** No goodbye of any kind, but not before what was granted is on the disk. */
    private void kill(PhoneProcess phone) throws Exception {
        Path kept = servers.directory().resolve("home/line-1.state");
        String binding = "\"port\":" + b().port() + ".*\"state\":\"REGISTERED\"";
        Pattern granted = Pattern.compile("\"bindings\".*" + binding);
        until(
                "it is on the disk",
                () -> Files.exists(kept) && granted.matcher(Files.readString(kept)).find());
        phone.kill();
    }

    /** A phone that begins at that target, and its calls do, too. */
    private PhoneProcess beginsAt(PocketServer server, YealinkFile file) throws Exception {
        PhoneProcess phone = servers.phone(file);
        phone.awaitLine(server == a() ? "on_primary" : "on_backup", server.port(), SOON);
        assertThat(phone.trace().get(0).isSent("REGISTER", server.port())).isTrue();
        servers.mark();
        end(phone, established(phone));
        assertThat(servers.story()).startsWith("INVITE " + server.name());
        return phone;
    }

    @Test
    public void Y11_afterARestartTheLineIsWhereItWasAndWithNewRequestsAtThePrimary()
            throws Exception {
        PhoneProcess phone = servers.phoneOnB(mode(2));
        a().up();
        kill(phone);
        beginsAt(b(), mode(2)).stop();
        beginsAt(b(), mode(1)).stop();
        beginsAt(b(), duration(3600)).stop();
        assertThat(a().received()).isEmpty();
        beginsAt(a(), mode(0));
    }

    @Test
    public void Y11_whereBindingsAreRemovedAtTheEndARestartBeginsAtThePrimary() throws Exception {
        YealinkFile file = mode(2).set("unregister_on_reboot", 1);
        PhoneProcess phone = servers.phoneOnB(file);
        a().up();
        phone.stop();
        assertThat(b().bindings("100")).isEmpty();
        beginsAt(a(), file);
    }

    @Test
    public void Y11_aBindingThatRanOutMeanwhileIsNotReturnedTo() throws Exception {
        b().grantExpires(1);
        kill(servers.phoneOnB(mode(2)));
        until("the binding is over", () -> b().bindings("100").isEmpty());
        a().up();
        beginsAt(a(), mode(2));
    }
}
