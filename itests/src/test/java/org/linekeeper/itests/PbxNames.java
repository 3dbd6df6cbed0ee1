// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.linekeeper.lab.dns.PocketDns;
import org.linekeeper.lab.dns.RecordType;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.PocketServerBuilder;

/**
 * The domain {@code pbx.example} in a pocket DNS, and servers a, b and c on UDP and TCP, whose
 * hosts are {@code a.pbx.example} and so on. Which records lead there is the test's to say.
 */
final class PbxNames extends Scene {
    static final String PBX = "pbx.example";
    static final int TTL_SECONDS = 300;

    /** Where a host's services are when nobody says. */
    static final int SIP_PORT = 5060;

    private PocketDns dns;
    private PocketServer a;
    private PocketServer b;
    private PocketServer c;

    @Override
    void open() {
        dns = closed(PocketDns.start());
        a = withHost(PocketServer.named("a"));
        b = withHost(PocketServer.named("b"));
        c = withHost(PocketServer.named("c"));
    }

    /** Another server, and its host. */
    PocketServer withHost(PocketServerBuilder builder) {
        PocketServer server = start(builder);
        String ip = server.address().getAddress().getHostAddress();
        dns.a(host(server), TTL_SECONDS, ip);
        return server;
    }

    /** A server on an address of loopback of its own, where a test may have any port. */
    PocketServerBuilder named(String name, int lastByte) throws IOException {
        return PocketServer.named(name).address(InetAddress.getByName(loopback(lastByte)));
    }

    /** One of the addresses of loopback that are this process's, as good as surely. */
    static String loopback(int lastByte) {
        long pid = ProcessHandle.current().pid();
        return "127." + (64 + (pid >> 8) % 128) + "." + (pid & 0xff) + "." + lastByte;
    }

    static String host(PocketServer server) {
        return server.name() + "." + PBX;
    }

    /** The name of a service of the domain, such as {@code _sip._udp}. */
    static String service(String labels) {
        return labels + "." + PBX;
    }

    /** A pointer from the domain. */
    void naptr(int order, int preference, String flags, String service, String replacement) {
        dns.naptr(PBX, TTL_SECONDS, order, preference, flags, service, replacement);
    }

    /** A server of a service; the port is that of UDP and TCP. */
    void srv(String labels, int priority, int weight, PocketServer server) {
        srv(labels, priority, weight, server, server.port());
    }

    void srv(String labels, int priority, int weight, PocketServer server, int port) {
        dns.srv(service(labels), TTL_SECONDS, priority, weight, port, host(server));
    }

    PocketDns dns() {
        return dns;
    }

    /** How often that service of the domain was asked for. */
    int asked(String labels) {
        return dns.queries(service(labels), RecordType.SRV);
    }

    PocketServer a() {
        return a;
    }

    PocketServer b() {
        return b;
    }

    PocketServer c() {
        return c;
    }

    /** A phone whose server is the domain, found as DNS says, with the usual timers. */
    static YealinkFile file() {
        return hasty().unhurried(1);
    }

    /** The same with a T1 of 50 ms. */
    static YealinkFile hasty() {
        return YealinkFile.server(PBX).set("sip_server.1.transport_type", 3);
    }

    /** Starts the phone, whatever the servers make of it. */
    PhoneProcess phone(YealinkFile file, String... options) throws IOException {
        return run(file.write(directory().resolve("phone.cfg")), withDns(options));
    }

    /** Starts the phone of an example as it stands, with another file laid over it. */
    PhoneProcess example(String name, YealinkFile over, String... options) throws IOException {
        Path example = ImageFiles.root().resolve("examples/yealink").resolve(name);
        List<String> all = new ArrayList<>(List.of(options));
        all.add(over.write(directory().resolve("over.cfg")).toString());
        return run(example, all.toArray(String[]::new));
    }

    /** The options, and that the pocket DNS is asked. */
    String[] withDns(String... options) {
        List<String> all = new ArrayList<>(List.of("--dns", "127.0.0.1:" + dns.port()));
        all.addAll(List.of(options));
        return all.toArray(String[]::new);
    }

    /** Starts the phone and waits until it is registered with that server. */
    PhoneProcess phoneOn(PocketServer server, YealinkFile file, String... options)
            throws Exception {
        PhoneProcess phone = phone(file, options);
        until("registered with " + server.name(), () -> isRegistered(phone, server.port()));
        return phone;
    }

    /** Whether line 1 is in service at that port. */
    static boolean isRegistered(PhoneProcess phone, int port) throws Exception {
        var line = phone.line();
        return line.get("state").getAsString().startsWith("on_")
                && line.getAsJsonObject("target").get("port").getAsInt() == port;
    }
}
