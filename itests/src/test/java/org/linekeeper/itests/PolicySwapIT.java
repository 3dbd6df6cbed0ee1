// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bootDelegationPackages;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.event.Transitions;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Secret;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Timers;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.lab.server.PocketServer;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** The image's bundles, and a policy that is replaced while a request is on its way. */
@RunWith(PaxExam.class)
public class PolicySwapIT {
    private static final String POLICY = "org.linekeeper.policy.standard";

    @Inject private BundleContext context;
    @Inject private Lines lines;
    @Inject private Transitions transitions;

    private final List<PocketServer> servers = new ArrayList<>();

    @Configuration
    public Option[] image() throws IOException {
        Path home = Files.createTempDirectory("linekeeper-it");
        List<Option> options = new ArrayList<>();
        for (Path jar : ImageFiles.bundles()) {
            options.add(bundle(jar.toUri().toString()).start(isStarted(jar)));
        }
        options.add(frameworkProperty("linekeeper.home").value(home.toString()));
        options.add(frameworkProperty("linekeeper.http").value("none"));
        options.add(frameworkProperty("felix.cm.dir").value(home.resolve("config").toString()));
        options.add(systemProperty("linekeeper.image").value(ImageFiles.image().toString()));
        // The servers that the test talks to are no bundle: they come from its own class path.
        options.add(bootDelegationPackages("org.linekeeper.lab", "org.linekeeper.lab.*"));
        options.add(frameworkProperty("org.osgi.framework.bundle.parent").value("app"));
        options.add(junitBundles());
        return options(options.toArray(Option[]::new));
    }

    private static boolean isStarted(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue("Fragment-Host") == null;
        }
    }

    @After
    public void closeServers() {
        servers.forEach(PocketServer::close);
    }

    private PocketServer server(String name) throws IOException {
        PocketServer server = PocketServer.named(name).user("100", "secret").start();
        servers.add(server);
        server.challenge(true);
        return server;
    }

    private static Server at(PocketServer server) {
        return Server.at("127.0.0.1")
                .with(
                        draft ->
                                draft.port(server.port())
                                        .transmissions(OptionalInt.of(4))
                                        .registerBeforeRequest(true));
    }

    @Test
    public void everyBundleOfTheImageRuns() throws IOException {
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders().get("Fragment-Host") != null;
            assertEquals(
                    bundle.getSymbolicName(),
                    fragment ? Bundle.RESOLVED : Bundle.ACTIVE,
                    bundle.getState());
        }
    }

    @Test
    public void aRebuiltPolicyTakesOverInTheMiddleOfAnAttempt() throws Exception {
        PocketServer primary = server("primary");
        PocketServer backup = server("backup");
        provision(primary, backup);
        await("on the primary", () -> lines.line(1).status() == Status.ON_PRIMARY);

        primary.silent();
        int before = primary.received("REGISTER").size();
        lines.register(1);
        await("in mid-attempt", () -> primary.received("REGISTER").size() > before);
        WeakReference<ClassLoader> old = swapPolicy();
        await("on the backup", () -> lines.line(1).status() == Status.ON_BACKUP);

        assertEquals(
                "four sends, none lost, none twice",
                before + 4,
                primary.received("REGISTER").size());
        List<LineStateChanged> all = transitions.since(0);
        for (int i = 1; i < all.size(); i++) {
            assertEquals(all.get(i - 1).seq() + 1, all.get(i).seq());
        }
        assertEquals(0L, (long) lines.counters(1).getOrDefault("decisions_refused", 0L));
        assertEquals(0L, (long) lines.counters(1).getOrDefault("events_dropped", 0L));
        await("the old class loader is gone", () -> isGone(old));
    }

    private void provision(PocketServer primary, PocketServer backup) {
        LineConfig line =
                LineConfig.line(1)
                        .with(
                                draft ->
                                        draft.user("100")
                                                .password(Secret.of("secret"))
                                                .timers(new Timers(60, 240, 300))
                                                .servers(List.of(at(primary), at(backup))));
        lines.provision("test", List.of(line));
    }

    private static boolean isGone(WeakReference<ClassLoader> loader) {
        System.gc();
        return loader.get() == null;
    }

    /** Installs the same policy as another version beside the running one, then takes that away. */
    private WeakReference<ClassLoader> swapPolicy() throws Exception {
        Bundle running = find(POLICY);
        WeakReference<ClassLoader> loader =
                new WeakReference<>(running.adapt(BundleWiring.class).getClassLoader());
        byte[] rebuilt = withVersion(running, "9.9.9");
        Bundle next = context.installBundle("rebuilt", new ByteArrayInputStream(rebuilt));
        next.start();
        await("the new policy is there", () -> next.getRegisteredServices() != null);
        running.stop();
        running.uninstall();
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(0)
                .adapt(FrameworkWiring.class)
                .refreshBundles(List.of(running), event -> refreshed.countDown());
        assertTrue(refreshed.await(10, TimeUnit.SECONDS));
        return loader;
    }

    private Bundle find(String name) {
        for (Bundle bundle : context.getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new AssertionError("no bundle " + name);
    }

    private static byte[] withVersion(Bundle running, String version) throws IOException {
        Path jar =
                ImageFiles.bundles().stream()
                        .filter(path -> path.getFileName().toString().startsWith(POLICY))
                        .findFirst()
                        .orElseThrow();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            assertNotNull(running.getVersion());
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), version);
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (ZipEntry entry : file.stream().toList()) {
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        out.putNextEntry(new ZipEntry(entry.getName()));
                        file.getInputStream(entry).transferTo(out);
                        out.closeEntry();
                    }
                }
            }
        }
        return bytes.toByteArray();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.call()) {
            assertTrue("not in time: " + what, System.nanoTime() < end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
