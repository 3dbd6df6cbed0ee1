// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.dns;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import javax.naming.CommunicationException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;
import javax.naming.ServiceUnavailableException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asks through the JDK's own DNS client, which shares no code with the server. */
final class PocketDnsTest {

    private final PocketDns dns = PocketDns.start();

    @AfterEach
    void stop() {
        dns.close();
    }

    private List<String> ask(String name, String type) throws NamingException {
        Hashtable<String, String> settings = new Hashtable<>();
        settings.put("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
        settings.put("java.naming.provider.url", "dns://127.0.0.1:" + dns.port());
        settings.put("com.sun.jndi.dns.timeout.initial", "300");
        settings.put("com.sun.jndi.dns.timeout.retries", "1");
        InitialDirContext context = new InitialDirContext(settings);
        try {
            Attribute found = context.getAttributes(name, new String[] {type}).get(type);
            List<String> values = new ArrayList<>();
            if (found != null) {
                Collections.list(found.getAll()).forEach(v -> values.add(v.toString()));
            }
            return values;
        } finally {
            context.close();
        }
    }

    /** A raw query for A with recursion desired, and its whole answer. */
    private byte[] askRaw(String name) throws Exception {
        byte[] query =
                new DnsWriter()
                        .u16(77)
                        .u16(0x0100)
                        .u16(1)
                        .u16(0)
                        .u32(0)
                        .name(name)
                        .u16(1)
                        .u16(1)
                        .bytes();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(300);
            InetSocketAddress to = dns.address();
            socket.send(new DatagramPacket(query, query.length, to));
            DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);
            socket.receive(answer);
            return Arrays.copyOf(answer.getData(), answer.getLength());
        }
    }

    @Test
    void answersEveryTypeItServes() throws Exception {
        dns.a("host.lab", 60, "192.0.2.1").a("host.lab", 60, "192.0.2.2");
        dns.aaaa("host.lab", 60, "2001:db8::1").cname("alias.lab", 60, "host.lab");
        dns.srv("_sip._udp.lab", 60, 10, 20, 5062, "host.lab");
        dns.naptr("lab", 60, 1, 2, "s", "SIP+D2U", "_sip._udp.lab").soa("lab", 60, 5);
        assertThat(ask("host.lab", "A")).containsExactly("192.0.2.1", "192.0.2.2");
        assertThat(ask("HOST.lab", "AAAA")).containsExactly("2001:db8::1");
        assertThat(ask("alias.lab", "CNAME")).containsExactly("host.lab.");
        assertThat(ask("alias.lab", "A")).containsExactly("192.0.2.1", "192.0.2.2");
        assertThat(ask("_sip._udp.lab", "SRV")).containsExactly("10 20 5062 host.lab.");
        assertThat(ask("lab", "NAPTR").get(0)).contains("1 2 s SIP+D2U").endsWith("_sip._udp.lab.");
        assertThat(ask("lab", "SOA").get(0)).startsWith("ns.lab. admin.lab.").endsWith(" 5");
    }

    @Test
    void carriesTtlAndNegativeTtl() throws Exception {
        dns.a("host.lab", 86_401, "192.0.2.1").soa("lab", 60, 5);
        byte[] answer = askRaw("host.lab");
        assertThat(answer).endsWith(0, 1, 0, 1, 0, 1, 0x51, 0x81, 0, 4, 192, 0, 2, 1);
        assertThat(answer).startsWith(0, 77, 0x85, 0x80, 0, 1, 0, 1, 0, 0, 0, 0);
        byte[] negative = askRaw("nobody.lab");
        assertThat(negative).startsWith(0, 77, 0x85, 0x83, 0, 1, 0, 0, 0, 1, 0, 0);
        assertThat(negative).endsWith(0, 0, 0, 5);
    }

    @Test
    void recordsChangeWhileItRuns() throws Exception {
        dns.a("host.lab", 60, "192.0.2.1");
        assertThat(ask("host.lab", "A")).containsExactly("192.0.2.1");
        dns.remove("host.lab", RecordType.A).a("host.lab", 60, "192.0.2.9");
        assertThat(ask("host.lab", "A")).containsExactly("192.0.2.9");
        assertThat(ask("host.lab", "AAAA")).isEmpty();
        dns.remove("host.lab");
        assertThatThrownBy(() -> ask("host.lab", "A")).isInstanceOf(NameNotFoundException.class);
    }

    @Test
    void failsAsToldForAllOrOneName() throws Exception {
        dns.a("host.lab", 60, "192.0.2.1").a("other.lab", 60, "192.0.2.2");
        dns.fail(Rcode.REFUSED);
        assertThatThrownBy(() -> ask("host.lab", "A"))
                .isInstanceOf(OperationNotSupportedException.class);
        dns.up().fail("host.lab", Rcode.SERVFAIL);
        assertThatThrownBy(() -> ask("host.lab", "A"))
                .isInstanceOf(ServiceUnavailableException.class);
        assertThat(ask("other.lab", "A")).containsExactly("192.0.2.2");
        dns.heal("host.lab");
        assertThat(ask("host.lab", "A")).containsExactly("192.0.2.1");
    }

    @Test
    void silentDelayedAndClosedAreThreeThings() throws Exception {
        dns.a("host.lab", 60, "192.0.2.1").silent();
        assertThatThrownBy(() -> askRaw("host.lab")).isInstanceOf(SocketTimeoutException.class);
        assertThat(dns.queries("host.lab", RecordType.A)).isEqualTo(1);
        dns.up().delay(ofMillis(100));
        long before = System.nanoTime();
        askRaw("host.lab");
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(100_000_000);
        dns.closeSockets();
        assertThatThrownBy(() -> ask("host.lab", "A")).isInstanceOf(CommunicationException.class);
        assertThat(dns.queries()).isEqualTo(2);
        dns.up();
        assertThat(ask("host.lab", "A")).hasSize(1);
    }

    @Test
    void truncatesOnUdpAndAnswersOnTcp() throws Exception {
        dns.a("host.lab", 60, "192.0.2.1").truncate(true);
        assertThat(ask("host.lab", "A")).containsExactly("192.0.2.1");
        assertThat(dns.tcpQueries()).isEqualTo(1);
        dns.up();
        for (int i = 0; i < 100; i++) {
            dns.a("large.lab", 60, "192.0.2." + i);
        }
        assertThat(ask("large.lab", "A")).hasSize(100);
        assertThat(dns.tcpQueries()).isEqualTo(2);
        assertThat(dns.queries("large.lab", RecordType.A)).isEqualTo(2);
    }

    @Test
    void failsWhenAnAnswerIsTooLargeEvenForTcp() {
        DnsQuery query =
                new DnsQuery(1, true, "huge.lab", RecordType.A.code(), new byte[0], false, 512);
        Zone zone = new Zone();
        for (int i = 0; i < 4_000; i++) {
            String ip = "192.0." + i / 200 + "." + i % 200;
            zone.add(DnsRecord.address("huge.lab", RecordType.A, 60, ip));
        }
        byte[] answer = DnsAnswer.encode(query, zone.answer(query, false), false);
        assertThat(answer).startsWith(0, 1, 0x85, 0x80 | Rcode.SERVFAIL.code()).hasSize(12);
    }

    @Test
    void bringsAdditionalRecordsWhenTold() {
        DnsQuery query =
                new DnsQuery(1, true, "lab", RecordType.NAPTR.code(), new byte[0], false, 512);
        Zone zone = new Zone();
        zone.add(DnsRecord.srv("_sip._udp.lab", 60, new int[] {1, 1, 5060}, "host.lab"));
        zone.add(DnsRecord.address("host.lab", RecordType.A, 60, "192.0.2.1"));
        zone.add(
                DnsRecord.naptr(
                        "lab",
                        60,
                        new int[] {1, 2},
                        new String[] {"s", "SIP+D2U", ""},
                        "_sip._udp.lab"));
        assertThat(zone.answer(query, true).additional())
                .extracting(DnsRecord::type)
                .containsExactly(RecordType.SRV, RecordType.A);
        assertThat(zone.answer(query, false).additional()).isEmpty();
    }

    @Test
    void survivesGarbageAndAliasLoops() throws Exception {
        dns.a("host.lab", 60, "192.0.2.1").cname("x.lab", 1, "y.lab").cname("y.lab", 1, "x.lab");
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int length : new int[] {0, 1, 3, 12, 40}) {
                byte[] bytes = new byte[length];
                Arrays.fill(bytes, (byte) 0xff);
                socket.send(new DatagramPacket(bytes, length, dns.address()));
            }
        }
        assertThat(askRaw("x.lab")).hasSizeLessThan(512);
        assertThat(ask("host.lab", "A")).hasSize(1);
    }

    @Test
    void refusesRecordsThatAreNone() {
        assertThatThrownBy(() -> dns.a("host.lab", 60, "::1")).hasMessageContaining("no address");
        assertThatThrownBy(() -> dns.a("host.lab", 60, "host")).hasMessageContaining("no address");
        assertThatThrownBy(() -> dns.srv("s.lab", 60, 70_000, 0, 1, "h"))
                .hasMessageContaining("70000 is not between");
        assertThatThrownBy(() -> dns.awaitQueries("a.lab", RecordType.A, 1, ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a.lab A was asked 0 of 1 times");
    }

    @Test
    void closingTwiceFreesThePort() {
        dns.close();
        dns.close();
        try (PocketDns again = PocketDns.start(dns.address().getAddress(), dns.port())) {
            assertThatThrownBy(() -> PocketDns.start(again.address().getAddress(), again.port()))
                    .hasMessageContaining("cannot serve DNS on 127.0.0.1:" + again.port());
        }
    }
}
