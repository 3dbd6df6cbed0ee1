// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.locator.Located;
import org.linekeeper.api.locator.TargetLocator;

class DnsjavaLocatorTest {
    @Test
    void anIpLiteralStandsForItselfForEver() throws Exception {
        DnsjavaLocator locator = locator("none");
        assertThat(now(locator, Server.at("[2001:DB8::1]").with(s -> s.port(0))))
                .isEqualTo(
                        new Located.Found(
                                List.of(
                                        new Target(
                                                "2001:db8::1", 5060, Transport.UDP, "2001:db8::1")),
                                Optional.empty()));
        locator.close();
    }

    /** RFC 6761 section 6.3; it keeps its name, which TLS checks. */
    @Test
    void localhostIsNeverAskedFor() throws Exception {
        DnsjavaLocator locator = locator("none");
        assertThat(now(locator, Server.at("localhost")))
                .isEqualTo(
                        new Located.Found(
                                List.of(new Target("127.0.0.1", 5060, Transport.UDP, "localhost")),
                                Optional.empty()));
        locator.close();
    }

    @Test
    void withDnsSwitchedOffANameFailsAtOnce() throws Exception {
        DnsjavaLocator locator = locator("none");
        assertThat(eventually(locator, "pbx.example.com"))
                .isEqualTo(
                        new Located.Failed(
                                "pbx.example.com: DNS is switched off (linekeeper.dns=none)"));
        locator.close();
    }

    @Test
    void closingFailsWhatIsUnderWayAndLeavesNoThread() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            // By itself no question ends while the test waits.
            Limits patient = new Limits(60_000, 1, 60_000);
            DnsjavaLocator locator = locator("127.0.0.1:" + silent.getLocalPort(), patient);
            CompletableFuture<Located> under =
                    locator.locate(Server.at("pbx.example.com"), DnsRules.STANDARD)
                            .toCompletableFuture();
            await().until(() -> threads() > 0);
            assertThat(under).isNotDone();
            locator.close();
            assertThat(under.get(10, TimeUnit.SECONDS)).isInstanceOf(Located.Failed.class);
            await().until(() -> threads() == 0);
            assertThat(now(locator, Server.at("pbx.example.com")))
                    .isEqualTo(
                            new Located.Failed(
                                    "pbx.example.com: not looked up, the phone is stopping"));
        }
    }

    @Test
    void anIpLiteralLoadsNothingOfDnsjava() throws Exception {
        ClassLoader without = new WithoutDnsjava();
        assertThatThrownBy(() -> without.loadClass("org.xbill.DNS.Message"))
                .isInstanceOf(ClassNotFoundException.class);
        Constructor<?> constructor =
                without.loadClass(DnsjavaLocator.class.getName())
                        .getDeclaredConstructor(
                                Optional.class,
                                without.loadClass(Limits.class.getName()),
                                without.loadClass(Clocks.class.getName()),
                                RandomGenerator.class);
        constructor.setAccessible(true);
        TargetLocator locator =
                (TargetLocator)
                        constructor.newInstance(Optional.of("192.0.2.53"), null, null, null);
        assertThat(now(locator, Server.at("192.0.2.1"))).isInstanceOf(Located.Found.class);
        Method close = locator.getClass().getDeclaredMethod("close");
        close.setAccessible(true);
        close.invoke(locator);
    }

    private static DnsjavaLocator locator(String dns) {
        return locator(dns, Limits.STANDARD);
    }

    private static DnsjavaLocator locator(String dns, Limits limits) {
        return new DnsjavaLocator(
                Optional.of(dns), limits, Clocks.system(1), new SplittableRandom(1));
    }

    private static Located now(TargetLocator locator, Server server) {
        CompletableFuture<Located> located =
                locator.locate(server, DnsRules.STANDARD).toCompletableFuture();
        assertThat(located).isCompleted();
        return located.join();
    }

    private static Located eventually(TargetLocator locator, String name) throws Exception {
        return locator.locate(Server.at(name), DnsRules.STANDARD)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("locator-"))
                .count();
    }

    /** Defines the locator's classes anew, in a world without dnsjava. */
    private static final class WithoutDnsjava extends ClassLoader {
        WithoutDnsjava() {
            super(DnsjavaLocator.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.xbill.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("org.linekeeper.locator.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
