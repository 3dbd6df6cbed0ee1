// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Whatever a broker does, the lines go on: a phone of 64 MB of heap switches and comes back. */
@Category(Full.class)
public class MqttHostileIT {
    private static final String DOWN = "lk/1/default/desk-1/dn/";
    private static final int MEGABYTE = 1 << 20;

    @Rule public final TwoServers scene = new TwoServers();

    private HostileBroker broker;

    private void linesGoOn(HostileBroker.Harm harm) throws Exception {
        broker = scene.closed(new HostileBroker(harm));
        PhoneProcess phone =
                scene.phoneOnPrimary(scene.file(), "--mqtt", broker.url(), "--device-id", "desk-1");
        Scene.until("the phone came", () -> broker.connections() > 0);
        for (int i = 0; i < 3; i++) {
            scene.primary().closeSockets();
            phone.register();
            phone.awaitLine("on_backup", scene.backup().port(), Scene.SOON);
            scene.primary().up();
            phone.register();
            phone.awaitState("on_primary", Scene.SOON);
        }
        assertThat(phone.log()).doesNotContain("OutOfMemory", "ERROR");
        // Some 60 are usual; connections that are being given up have a handful each.
        assertThat(phone.threads()).isLessThan(100);
        phone.stop();
    }

    @Test
    public void tenThousandMessagesAtOnce() throws Exception {
        linesGoOn(
                phone -> {
                    for (int i = 0; i < 10_000; i++) {
                        String key =
                                "{\"v\":1,\"key\":\"k" + i + "\",\"cmd\":\"ladder\",\"line\":1}";
                        HostileBroker.send(phone, DOWN + "cmd", key, false);
                    }
                });
    }

    @Test
    public void aMessageOf256Megabytes() throws Exception {
        linesGoOn(
                phone -> {
                    int bytes = 256 * MEGABYTE - 100;
                    phone.write(HostileBroker.publish(DOWN + "desired", bytes, true));
                    fill(phone, bytes);
                });
    }

    @Test
    public void messagesOfJustUnderTheBoundWithoutEnd() throws Exception {
        linesGoOn(
                phone -> {
                    for (int i = 0; i < 300; i++) {
                        phone.write(HostileBroker.publish(DOWN + "cmd", MEGABYTE, false));
                        fill(phone, MEGABYTE);
                    }
                });
    }

    private static void fill(OutputStream phone, int bytes) throws IOException {
        byte[] piece = new byte[MEGABYTE];
        for (int left = bytes; left > 0; left -= piece.length) {
            phone.write(piece, 0, Math.min(left, piece.length));
        }
    }

    @Test
    public void topicsWithWildcardsAndRetainedRubbish() throws Exception {
        List<String> topics =
                List.of(
                        "#",
                        "lk/#",
                        "+/+",
                        DOWN + "#",
                        "",
                        "$SYS/x",
                        DOWN + "ack",
                        "lk/1/\u0000/x");
        linesGoOn(
                phone -> {
                    for (int i = 0; i < 2_000; i++) {
                        String topic = topics.get(i % topics.size());
                        HostileBroker.send(phone, topic, "{\"ep\":9,\"seq\":" + i + "}", true);
                        HostileBroker.send(phone, DOWN + "desired", "{\"v\":1,\"ver\":-1}", true);
                    }
                });
    }

    @Test
    public void bytesThatAreNoMqtt() throws Exception {
        Random chance = new Random(7);
        linesGoOn(
                phone -> {
                    byte[] rubbish = new byte[4096];
                    chance.nextBytes(rubbish);
                    phone.write(rubbish);
                });
        assertThat(broker.connections()).isPositive();
    }

    @Test
    public void aBrokerThatHangsUpAtOnceIsNotHammered() throws Exception {
        linesGoOn(
                phone -> {
                    throw new IOException("hung up");
                });
        int before = broker.connections();
        // Each wait is drawn from up to twice the one before it: 1, 2, 4 s …
        assertThat(before).isLessThan(20);
    }

    @Test
    public void aBrokerThatReadsNothingMore() throws Exception {
        linesGoOn(
                phone -> {
                    try {
                        Thread.sleep(Duration.ofMinutes(2).toMillis());
                    } catch (InterruptedException over) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    @Test
    public void anotherDevicesWishesAreNotTakenUp() throws Exception {
        linesGoOn(
                phone -> {
                    String wish =
                            "{\"v\":1,\"ver\":5,\"settings\":{},\"lines\":[{\"line\":1,\"enabled\":false}]}";
                    HostileBroker.send(phone, "lk/1/default/desk-2/dn/desired", wish, true);
                });
        Awaitility.await().until(() -> broker.connections() == 1);
    }
}
