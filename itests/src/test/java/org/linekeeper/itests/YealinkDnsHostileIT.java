// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.HostileResolver.ask;
import static org.linekeeper.itests.HostileResolver.claiming;
import static org.linekeeper.itests.HostileResolver.forAnother;
import static org.linekeeper.itests.HostileResolver.grafted;
import static org.linekeeper.itests.HostileResolver.spoofed;
import static org.linekeeper.itests.PbxNames.PBX;
import static org.linekeeper.itests.PbxNames.TTL_SECONDS;
import static org.linekeeper.itests.PbxNames.file;
import static org.linekeeper.itests.PbxNames.host;
import static org.linekeeper.itests.PbxNames.service;
import static org.linekeeper.itests.Scene.SOON;

import java.util.Arrays;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.dns.PocketDns;
import org.linekeeper.lab.dns.Rcode;
import org.linekeeper.lab.server.PocketServer;

/** DNS that is broken or means no good: the phone registers, or says in one sentence why not. */
@Category(Full.class)
public class YealinkDnsHostileIT {
    private static final String UDP = "_sip._udp";

    @Rule public final PbxNames names = new PbxNames();

    private PocketServer a() {
        return names.a();
    }

    private PocketServer b() {
        return names.b();
    }

    /** A phone that asks a resolver which plays a trick on all that it asks. */
    private PhoneProcess tricked(HostileResolver.Trick trick) throws Exception {
        HostileResolver resolver = names.closed(HostileResolver.before(names.dns(), trick));
        return names.run(
                file().write(names.directory().resolve("phone.cfg")),
                "--dns",
                "127.0.0.1:" + resolver.port());
    }

    private void isSaidInOneSentence(PhoneProcess phone, String... words) throws Exception {
        phone.awaitState("unregistered", SOON);
        List<String> warnings =
                phone.log().lines().filter(line -> !line.contains(" INFO ")).toList();
        assertThat(warnings).as(phone.log()).hasSize(1);
        assertThat(warnings.get(0)).contains("line 1").contains(words);
        assertThat(phone.log()).doesNotContain("Exception", "\tat ");
        assertThat(names.ways()).isEmpty();
    }

    /** Records of a service whose best one comes last and is server a; more than UDP holds. */
    private void services(int count) {
        for (int i = count; i > 1; i--) {
            names.srv(UDP, i, 0, b());
        }
        names.srv(UDP, 1, 0, a());
    }

    @Test
    public void aThousandSrvRecordsAreSurvivedAndTheBestOneIsTaken() throws Exception {
        services(1_000);
        names.phoneOn(a(), file());
        assertThat(names.ways()).containsExactly("udp a");
        assertThat(names.dns().tcpQueries()).isEqualTo(1);
        assertThat(b().received()).isEmpty();
    }

    @Test
    public void tenThousandSrvRecordsThatFitInNoAnswerAreOneSentence() throws Exception {
        // The hosts of a, b and c are there as well.
        services(9_997);
        PhoneProcess phone = names.phone(file());
        isSaidInOneSentence(phone, PBX, "127.0.0.1:" + names.dns().port());
        names.dns().remove(service(UDP));
        services(1);
        phone.register();
        phone.awaitLine("on_primary", a().port(), SOON);
    }

    @Test
    public void anAnswerThatClaimsTenThousandRecordsIsDroppedAndTheRealOneTaken() throws Exception {
        services(1);
        PhoneProcess phone = tricked((query, answer) -> List.of(claiming(answer, 10_000), answer));
        phone.awaitLine("on_primary", a().port(), SOON);
    }

    @Test
    public void answersThatEndTooSoonAreDroppedAndTheRealOneTaken() throws Exception {
        services(1);
        PhoneProcess phone =
                tricked(
                        (query, answer) ->
                                List.of(
                                        new byte[0],
                                        Arrays.copyOf(answer, 1),
                                        Arrays.copyOf(answer, 11),
                                        Arrays.copyOf(answer, query.length),
                                        Arrays.copyOf(answer, answer.length - 1),
                                        answer));
        phone.awaitLine("on_primary", a().port(), SOON);
    }

    @Test
    public void aChainOfTruncatedAnswersComesOverTcp() throws Exception {
        services(1);
        names.dns().truncate(true);
        names.phoneOn(a(), file());
        assertThat(names.dns().tcpQueries()).isEqualTo(names.dns().queries() / 2);
    }

    @Test
    public void answersUnderAnotherIdOrForAnotherNameAreDropped() throws Exception {
        services(1);
        PocketDns attacker = attacker();
        PhoneProcess phone =
                tricked(
                        (query, answer) -> {
                            byte[] theirs = ask(attacker, forAnother(query));
                            return List.of(spoofed(grafted(query, theirs)), theirs, answer);
                        });
        phone.awaitLine("on_primary", a().port(), SOON);
        assertThat(names.ways()).containsExactly("udp a");
    }

    @Test
    public void recordsOfOtherNamesInAnAnswerAreNotBelieved() throws Exception {
        PocketDns attacker = attacker();
        PhoneProcess phone =
                tricked(
                        (query, answer) ->
                                List.of(grafted(query, ask(attacker, forAnother(query)))));
        isSaidInOneSentence(phone, PBX);
        assertThat(b().received()).isEmpty();
    }

    /** Another's zone, with all that leads from a name like ours to server b. */
    private PocketDns attacker() {
        PocketDns attacker = names.closed(PocketDns.start());
        for (String name : List.of(letter(PBX), letter(service(UDP)), letter(host(a())))) {
            attacker.naptr(name, TTL_SECONDS, 1, 0, "s", "SIP+D2U", service(UDP));
            attacker.srv(name, TTL_SECONDS, 0, 0, b().port(), host(b()));
            attacker.a(name, TTL_SECONDS, "127.0.0.1");
        }
        return attacker;
    }

    /** The name with its first letter changed as {@link HostileResolver#forAnother} does it. */
    private static String letter(String name) {
        return (char) (name.charAt(0) ^ 1) + name.substring(1);
    }

    @Test
    public void aliasesAndPointersInACircleAreOneSentence() throws Exception {
        names.naptr(1, 0, "", "", "other.example");
        names.dns().naptr("other.example", TTL_SECONDS, 1, 0, "", "", PBX);
        names.srv(UDP, 0, 0, a());
        names.dns().remove(host(a())).cname(host(a()), TTL_SECONDS, "x.example");
        names.dns().cname("x.example", TTL_SECONDS, host(a()));
        isSaidInOneSentence(names.phone(file()), PBX, host(a()), "circle");
    }

    @Test
    public void aServerThatFailsEachQuestionIsOneSentence() throws Exception {
        services(1);
        names.dns().fail(Rcode.SERVFAIL);
        PhoneProcess phone = names.phone(file());
        isSaidInOneSentence(phone, PBX, "SERVFAIL");
        names.dns().up();
        phone.register();
        phone.awaitLine("on_primary", a().port(), SOON);
    }
}
