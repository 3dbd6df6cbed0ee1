// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.demo;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.linekeeper.api.fleet.Drill;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.Timers;
import org.linekeeper.lab.dns.PocketDns;
import org.linekeeper.lab.fleet.FleetPlan;
import org.linekeeper.lab.fleet.FleetServer;
import org.linekeeper.lab.fleet.PhoneHabits;
import org.linekeeper.lab.fleet.SimulatedFleet;
import org.linekeeper.lab.server.Bindings;
import org.linekeeper.lab.server.Dialogs;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.mqtt.kit.Broker;

/**
 * Two pocket servers, DNS, three phones with the config files of their vendors and two hundred
 * simulated ones, all of which tell one broker what they do.
 */
final class Demo implements AutoCloseable {
    /** The plug of the server that all phones prefer. */
    static final String PRIMARY = "primary";

    private static final String DOMAIN = "demo.example";
    private static final String A = "pbx-a." + DOMAIN;
    private static final String B = "pbx-b." + DOMAIN;
    private static final String HERE = "127.0.0.1";
    private static final List<String> SITES = List.of("Berlin", "Shenzhen", "Toronto", "Xiamen");
    private static final int TTL_SECONDS = 300;
    private static final Duration RINGING = Duration.ofSeconds(1);

    /** A silent server is left by the second OPTIONS that nobody answers, in 5 to 8 s. */
    private static final PhoneHabits HABITS =
            new PhoneHabits(Timers.RFC3261, 60, Optional.of(new Heartbeat(3, 1)), 3, 5);

    private final PocketServer primary;
    private final PocketServer backup;
    private final PocketDns dns;
    private final PlugBoard plugs;
    private final List<VendorPhone> vendors = new ArrayList<>();
    private Optional<SimulatedFleet> fleet = Optional.empty();
    private boolean over;

    /**
     * How large it is, and where.
     *
     * @param simulated phones
     * @param home of all phones
     * @param phone the jar that starts a phone's image
     * @param broker of this process
     */
    record Plan(int simulated, Path home, Path phone, URI broker) {
        /** The names of all phones. */
        Set<String> phones() {
            Set<String> names = new TreeSet<>(FleetPlan.devices(simulated));
            VendorPhone.Kind.ALL.forEach(kind -> names.add(kind.device()));
            return names;
        }
    }

    /** Servers and DNS alone. */
    Demo() {
        Bindings bindings = new Bindings();
        Dialogs dialogs = new Dialogs();
        primary = server("pbx-a", bindings, dialogs);
        backup = server("pbx-b", bindings, dialogs);
        dns = PocketDns.start().a(A, TTL_SECONDS, HERE).a(B, TTL_SECONDS, HERE);
        plugs =
                new PlugBoard(
                        List.of(
                                new PlugBoard.Socket(PRIMARY, A, primary),
                                new PlugBoard.Socket("backup", B, backup)));
    }

    private static PocketServer server(String name, Bindings bindings, Dialogs dialogs) {
        return PocketServer.named(name)
                .bindings(bindings)
                .dialogs(dialogs)
                .start()
                .answerAfter(RINGING);
    }

    /**
     * Starts all phones; they register when this returns. Cut off meanwhile, it starts no more.
     *
     * @throws IOException if a file cannot be written or a process be started
     */
    void open(Plan plan) throws IOException, InterruptedException {
        // Those in processes of their own take longer to come up.
        VendorPhone.World world =
                new VendorPhone.World(
                        plan.phone(),
                        plan.home(),
                        plan.broker().toString(),
                        HERE + ":" + dns.port(),
                        Map.of(
                                "a.name",
                                A,
                                "a.port",
                                "" + primary.port(),
                                "b.name",
                                B,
                                "b.port",
                                "" + backup.port(),
                                "local.port",
                                "" + freePort(),
                                "domain",
                                DOMAIN));
        for (VendorPhone.Kind kind : VendorPhone.Kind.ALL) {
            start(kind, world);
        }
        List<FleetServer> servers =
                List.of(
                        new FleetServer(A, primary.address()),
                        new FleetServer(B, backup.address()));
        FleetPlan phones =
                new FleetPlan(
                        plan.simulated(),
                        DOMAIN,
                        servers,
                        HABITS,
                        Broker.Address.of(plan.broker().toString()),
                        "default",
                        SITES,
                        plan.home());
        SimulatedFleet started = SimulatedFleet.start(phones, (device, change) -> {});
        synchronized (this) {
            fleet = Optional.of(started);
            if (over) {
                started.cut();
            }
        }
    }

    private synchronized void start(VendorPhone.Kind kind, VendorPhone.World world)
            throws IOException {
        if (!over) {
            vendors.add(VendorPhone.start(kind, world));
        }
    }

    /** For the phone whose file has to name one; nobody else is likely to take it meanwhile. */
    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        }
    }

    /** The servers' plugs. */
    Drill drill() {
        return plugs;
    }

    /** As when the power of the whole house goes; for a process that ends. */
    synchronized void cut() {
        over = true;
        vendors.forEach(VendorPhone::cut);
        fleet.ifPresent(SimulatedFleet::cut);
        closeServers();
    }

    /** Ends all, in bounded time. */
    @Override
    public synchronized void close() {
        over = true;
        vendors.forEach(VendorPhone::close);
        fleet.ifPresent(SimulatedFleet::close);
        closeServers();
    }

    private void closeServers() {
        dns.close();
        primary.close();
        backup.close();
    }
}
