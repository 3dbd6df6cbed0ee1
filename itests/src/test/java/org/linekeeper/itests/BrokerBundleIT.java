// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.linekeeper.broker.EmbeddedBroker;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/** The broker's bundle in a running Felix, with nothing but what it asks for. */
public class BrokerBundleIT {
    private static final String ACCESS = "org.linekeeper.api.fleet.BrokerAccess";
    private static final List<String> NEEDED =
            List.of(
                    "org.apache.felix.scr",
                    "org.osgi.service.component",
                    "org.osgi.util.function",
                    "org.osgi.util.promise",
                    "org.linekeeper.api",
                    "slf4j.api");

    @Rule public final TemporaryFolder home = new TemporaryFolder();

    private final List<Framework> frameworks = new ArrayList<>();

    @After
    public void stop() throws Exception {
        for (Framework each : frameworks) {
            each.stop();
            each.waitForStop(20_000);
        }
    }

    private BundleContext start(String name, Map<String, String> properties) throws Exception {
        Map<String, String> all = new HashMap<>(properties);
        all.put(Constants.FRAMEWORK_STORAGE, home.newFolder(name).toString());
        all.put("linekeeper.home", home.newFolder(name + "-home").toString());
        Framework framework = new FrameworkFactory().newFramework(all);
        frameworks.add(framework);
        framework.init();
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars()) {
            bundles.add(framework.getBundleContext().installBundle("reference:" + jar.toUri()));
        }
        framework.start();
        for (Bundle each : bundles) {
            if (each.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                each.start();
            }
        }
        return framework.getBundleContext();
    }

    private static List<Path> jars() throws Exception {
        List<Path> found = new ArrayList<>();
        for (Path jar : ImageFiles.bundles()) {
            String name = name(jar);
            if (NEEDED.contains(name) || name.startsWith("slf4j.")) {
                found.add(jar);
            }
        }
        URI broker =
                EmbeddedBroker.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        found.add(Path.of(broker));
        return found;
    }

    private static String name(Path jar) throws Exception {
        try (JarFile file = new JarFile(jar.toFile())) {
            return Optional.ofNullable(
                            file.getManifest().getMainAttributes().getValue("Bundle-SymbolicName"))
                    .orElse("")
                    .split(";")[0];
        }
    }

    @Test
    public void itServesTheCollectorOfItsProcessAndAnybodyOnLoopback() throws Exception {
        BundleContext context = start("one", Map.of("linekeeper.mqtt-listen", "127.0.0.1:0"));
        Object access = access(context).orElseThrow();
        URI url = (URI) call(access, "url");
        try (MqttUser inside =
                        new MqttUser(url.getPort(), "lk-collector-1", Optional.empty())
                                .withPassword(
                                        (String) call(access, "user"),
                                        (String) call(call(access, "password"), "reveal"))
                                .connect();
                MqttUser device = new MqttUser(url.getPort(), "dev1", Optional.empty()).connect()) {
            assertThat(device.publish("lk/1/default/dev1/up/ev", "told", false)).isZero();
            assertThat(inside.publish("lk/1/default/dev1/dn/ack", "heard", true)).isZero();
        }
        assertThat(access.toString()).doesNotContain((String) secret(access));
    }

    /** This test has the type, too, but not the framework's own. */
    private static Optional<Object> access(BundleContext context) throws Exception {
        ServiceReference<?>[] all = context.getAllServiceReferences(ACCESS, null);
        return Optional.ofNullable(all).map(found -> context.getService(found[0]));
    }

    private static Object secret(Object access) throws Exception {
        return call(call(access, "password"), "reveal");
    }

    /** The framework has loaded these types for itself. */
    private static Object call(Object on, String method) throws Exception {
        var found =
                Stream.of(on.getClass().getMethods())
                        .filter(each -> each.getName().equals(method))
                        .findFirst()
                        .orElseThrow();
        found.setAccessible(true);
        return found.invoke(on);
    }

    @Test
    public void itEndsTheProcessWhenItCannotListen() throws Exception {
        BundleContext first = start("first", Map.of("linekeeper.mqtt-listen", "127.0.0.1:0"));
        Object access = access(first).orElseThrow();
        String taken = "127.0.0.1:" + ((URI) call(access, "url")).getPort();
        BundleContext second = start("second", Map.of("linekeeper.mqtt-listen", taken));
        assertThat(access(second)).isEmpty();
        Future<?> exit =
                (Future<?>) second.getService(second.getServiceReference(Future.class.getName()));
        assertThat(exit.get()).isEqualTo(2);
    }

    @Test
    public void itListensOnlyWhereItIsAskedTo() throws Exception {
        BundleContext context = start("none", Map.of());
        assertThat(access(context)).isEmpty();
        assertThat(context.getServiceReference(Future.class.getName())).isNull();
    }
}
