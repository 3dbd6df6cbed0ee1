// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Response;
import org.linekeeper.schema.Schemas;
import org.linekeeper.schema.ServerState;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/** Collector and broker in a running Felix, and what they offer to another bundle. */
public class CollectorBundleIT {
    private static final String FLEET = "org.linekeeper.collector.fleet.";
    private static final String SERVER = "lk/1/default/srv/state";
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Rule public final TemporaryFolder home = new TemporaryFolder();

    private Framework framework;
    private BundleContext context;

    @Before
    public void start() throws Exception {
        Map<String, String> all = new HashMap<>();
        all.put(Constants.FRAMEWORK_STORAGE, home.newFolder("cache").toString());
        all.put("linekeeper.home", home.newFolder("home").toString());
        all.put("linekeeper.mqtt-listen", "127.0.0.1:0");
        framework = new FrameworkFactory().newFramework(all);
        framework.init();
        context = framework.getBundleContext();
        for (Path jar : ImageFiles.bundles(ImageFiles.dashboard())) {
            context.installBundle("reference:" + jar.toUri());
        }
        framework.start();
        for (Bundle each : context.getBundles()) {
            if (each.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                each.start();
            }
        }
    }

    @After
    public void stop() throws Exception {
        framework.stop();
        framework.waitForStop(20_000);
    }

    private int port() throws Exception {
        URI url = (URI) call(service("org.linekeeper.api.fleet.BrokerAccess"), "url");
        return url.getPort();
    }

    private Object service(String name) {
        return await(name)
                .atMost(BOUND)
                .until(() -> found(name), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<Object> found(String name) throws Exception {
        ServiceReference<?>[] all = context.getAllServiceReferences(name, null);
        return Optional.ofNullable(all).map(some -> context.getService(some[0]));
    }

    /** The framework has loaded these types for itself. */
    private static Object call(Object on, String method, Object... values) throws Exception {
        for (var each : on.getClass().getMethods()) {
            if (each.getName().equals(method) && each.getParameterCount() == values.length) {
                each.setAccessible(true);
                return each.invoke(on, values);
            }
        }
        throw new NoSuchMethodException(method);
    }

    private Class<?> type(String name) throws Exception {
        return service(FLEET + "FleetStore").getClass().getClassLoader().loadClass(name);
    }

    /** Registers one that writes down what it hears. */
    private List<String> listen() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        Class<?> listener = type(FLEET + "FleetListener");
        Object ear =
                Proxy.newProxyInstance(
                        listener.getClassLoader(),
                        new Class<?>[] {listener},
                        (proxy, method, values) -> {
                            switch (method.getName()) {
                                case "heard" ->
                                        ((List<?>) values[0])
                                                .forEach(each -> heard.add(each.toString()));
                                case "hashCode" -> {
                                    return System.identityHashCode(proxy);
                                }
                                case "equals" -> {
                                    return proxy == values[0];
                                }
                                default -> {}
                            }
                            return null;
                        });
        context.registerService(listener.getName(), ear, null);
        return heard;
    }

    @Test
    public void whatAPhoneSaysIsToldKeptAndCanBeAskedFor() throws Exception {
        List<String> heard = listen();
        Connection birth =
                new Connection(
                        true,
                        "started",
                        "s1",
                        1,
                        3,
                        0,
                        "fw/1",
                        "0.1.0",
                        Optional.empty(),
                        Duration.ofMinutes(15));
        Object store = service(FLEET + "FleetStore");
        try (MqttUser phone = new MqttUser(port(), "desk-1", Optional.empty()).connect()) {
            phone.subscribe(SERVER);
            await("the collector says that it listens")
                    .atMost(BOUND)
                    .until(() -> phone.heard().stream().anyMatch(each -> each.startsWith(SERVER)));
            String state = phone.heard().get(0).substring(SERVER.length() + 1);
            assertThat(Schemas.problems(SERVER, state)).isEmpty();
            assertThat(ServerState.read(state).online()).isTrue();
            assertThat(ServerState.read(state).why()).isEqualTo("started");

            phone.publish("lk/1/default/desk-1/up/conn", birth.write(), true);
            await("the birth is told")
                    .atMost(BOUND)
                    .until(() -> heard.stream().anyMatch(each -> each.startsWith("Connected[")));
            assertThat(heard.get(0)).contains("default/desk-1", "s1");
            List<String> known = new CopyOnWriteArrayList<>();
            Consumer<Object> taker = each -> known.add(each.toString());
            call(store, "devices", taker);
            assertThat(known).singleElement().asString().contains("default/desk-1", "s1");
            assertThat(call(service(FLEET + "CollectorHealth"), "standing").toString())
                    .contains("received=1")
                    .contains("open=true")
                    .doesNotContain("open=false");
            assertThat(answer(phone)).contains("k1", "done");
        }
    }

    /** Asks the phone, and lets it answer. */
    private String answer(MqttUser phone) throws Exception {
        Command command =
                new Command("k1", "probe", OptionalInt.of(1), Optional.empty(), Optional.empty());
        Response response = new Response("k1", "done", Optional.empty(), List.of(), List.of());
        phone.subscribe("lk/1/default/desk-1/dn/cmd");
        Object device =
                type(FLEET + "DeviceName")
                        .getConstructor(String.class, String.class)
                        .newInstance("default", "desk-1");
        Object same =
                type(Command.class.getName())
                        .getMethod("read", String.class)
                        .invoke(null, command.write());
        Object waiting =
                call(service(FLEET + "FleetPhones"), "ask", device, same, Duration.ofSeconds(30));
        await("the command")
                .atMost(BOUND)
                .until(
                        () ->
                                phone.heard()
                                        .contains("lk/1/default/desk-1/dn/cmd " + command.write()));
        phone.publish("lk/1/default/desk-1/up/resp", response.write(), false);
        return ((CompletionStage<?>) waiting)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .toString();
    }
}
