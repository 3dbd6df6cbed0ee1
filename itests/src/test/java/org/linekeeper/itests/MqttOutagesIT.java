// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;
import org.linekeeper.schema.BadMessage;
import org.linekeeper.schema.Batch;
import org.linekeeper.schema.Entry;
import org.linekeeper.schema.Topic.Channel;
import org.linekeeper.schema.Transition;

/** A hundred outages leave nothing behind: no thread, no memory, and no transition untold. */
@Category(Full.class)
public class MqttOutagesIT {
    private static final int OUTAGES = 100;

    /** By then everything is loaded, and caches are as large as they get. */
    private static final int WARM = 10;

    private static final int MORE_THREADS = 2;
    private static final long MORE_BYTES = 1 << 20;
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final int LOOKS = 100;

    @Rule public final TemporaryFolder home = new TemporaryFolder();

    private int nobody;
    private int threads;
    private long bytes;

    @Before
    public void findAPortWhereNobodyIs() throws Exception {
        nobody = Ports.free();
    }

    /** Kill -9 of mosquitto, with transitions on their way to it and more while it is gone. */
    @Test
    public void aBrokerThatIsKilledAHundredTimes() throws Exception {
        try (RealMosquitto broker = RealMosquitto.start(home.newFolder("mosquitto").toPath());
                DeviceInProcess device =
                        new DeviceInProcess(home.newFolder("phone").toPath(), broker.port())) {
            until("it is up", () -> device.counted("mqtt_connected_total") == 1);
            for (int outage = 1; outage <= OUTAGES; outage++) {
                outage(broker, device);
                compare(outage);
            }
            assertThat(device.counted("mqtt_connected_total")).isEqualTo(OUTAGES + 1);
            assertThat(device.last()).isEqualTo(5L * OUTAGES);
        }
    }

    private void outage(RealMosquitto broker, DeviceInProcess device) throws Exception {
        long first = device.last() + 1;
        long failed = device.counted("mqtt_failed_total");
        device.append(2);
        device.dial(nobody);
        broker.kill();
        device.append(3);
        // The connection is gone, and so is the next try.
        until("it tries in vain", () -> device.counted("mqtt_failed_total") >= failed + 2);
        broker.startAgain();
        try (MqttUser collector =
                new MqttUser(broker.port(), "collector", Optional.empty()).connect()) {
            collector.subscribe(device.topic(Channel.EV));
            device.dial(broker.port());
            List<Long> all = LongStream.rangeClosed(first, device.last()).boxed().toList();
            until(all + " arrive", () -> numbers(collector).equals(all));
            collector.publish(device.topic(Channel.ACK), device.ack(), true);
            until("the journal is empty", () -> device.pending() == 0);
        }
    }

    /** What came, each once, in the order in which it came first. */
    private static List<Long> numbers(MqttUser collector) throws BadMessage {
        List<Long> numbers = new ArrayList<>();
        for (String message : collector.heard()) {
            for (Entry entry : Batch.read(message.substring(message.indexOf(' ') + 1)).entries()) {
                if (entry instanceof Transition && !numbers.contains(entry.first())) {
                    numbers.add(entry.first());
                }
            }
        }
        return numbers;
    }

    /** Each connection ends before the broker has said anything. */
    @Test
    public void aBrokerThatHangsUpAHundredTimes() throws Exception {
        try (ServerSocket broker = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                DeviceInProcess device =
                        new DeviceInProcess(
                                home.newFolder("phone").toPath(), broker.getLocalPort())) {
            broker.setSoTimeout((int) BOUND.toMillis());
            for (int outage = 1; outage <= OUTAGES; outage++) {
                broker.accept().close();
                compare(outage);
            }
        }
    }

    /** Keeps in mind what there is when all is warm, and at the end expects to find no more. */
    private void compare(int outage) throws InterruptedException {
        if (outage == WARM) {
            threads = leastThreads();
            bytes = liveBytes();
        } else if (outage == OUTAGES) {
            await("threads end")
                    .atMost(BOUND)
                    .untilAsserted(
                            () ->
                                    assertThat(liveThreads())
                                            .as(names())
                                            .isLessThanOrEqualTo(threads + MORE_THREADS));
            await("memory is free again")
                    .atMost(BOUND)
                    .untilAsserted(() -> assertThat(liveBytes()).isLessThan(bytes + MORE_BYTES));
        }
    }

    private static int liveThreads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** Without those that are just ending. */
    private static int leastThreads() throws InterruptedException {
        int least = liveThreads();
        for (int i = 0; i < LOOKS; i++) {
            Thread.sleep(POLL.toMillis());
            least = Math.min(least, liveThreads());
        }
        return least;
    }

    private static String names() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** After a collection, two of which also free what is only finalised by the first. */
    private static long liveBytes() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void until(String what, Callable<Boolean> so) {
        await(what).atMost(BOUND).pollDelay(Duration.ZERO).pollInterval(POLL).until(so);
    }
}
