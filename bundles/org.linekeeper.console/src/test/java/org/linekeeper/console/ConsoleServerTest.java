// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.event.LineListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

final class ConsoleServerTest {
    private final List<Registered> services = new ArrayList<>();

    private record Registered(Class<?> type, Object service, Dictionary<?, ?> properties) {}

    @Test
    void whereItListensAndItsListenersAreServices() throws IOException {
        ConsoleServer server = server("127.0.0.1:0");

        assertThat(services)
                .extracting(Registered::type)
                .containsExactly(LineListener.class, LineListener.class, InetSocketAddress.class);
        InetSocketAddress address = (InetSocketAddress) told().service();
        assertThat(told().properties().get("linekeeper.http.bound")).isEqualTo(true);
        try (Socket socket = new Socket()) {
            socket.connect(address);
        }
        server.close();
        assertThat(services).isEmpty();
    }

    @Test
    void aTakenPortIsToldInOneSentence() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            ConsoleServer server = server("127.0.0.1:" + port);

            assertThat(services).hasSize(1);
            assertThat(told().properties().get("linekeeper.http.bound")).isNull();
            assertThat(told().properties().get("linekeeper.http.error"))
                    .isEqualTo("HTTP cannot listen on 127.0.0.1:" + port + ": the port is taken.");
            server.close();
            assertThat(services).isEmpty();
        }
    }

    @Test
    void anAddressOfAnotherHostAndTextThatIsNoneAreTold() {
        server("192.0.2.1:0").close();
        assertThat(services).isEmpty();

        server("192.0.2.1:0");
        assertThat(told().properties().get("linekeeper.http.error"))
                .asString()
                .contains("home directory");
        services.clear();
        server("nonsense");
        assertThat(told().properties().get("linekeeper.http.error"))
                .isEqualTo("HTTP address nonsense is not ADDR:PORT of this host.");
    }

    private Registered told() {
        return services.get(services.size() - 1);
    }

    private ConsoleServer server(String http) {
        BundleContext context =
                fake(
                        BundleContext.class,
                        Map.of(
                                "getProperty",
                                args -> args[0].equals("linekeeper.http") ? http : null,
                                "registerService",
                                this::register));
        return new ConsoleServer(context, new FakeLines(), new FakeTransitions());
    }

    private Object register(Object... args) {
        Registered service =
                new Registered((Class<?>) args[0], args[1], (Dictionary<?, ?>) args[2]);
        services.add(service);
        return fake(
                ServiceRegistration.class,
                Map.of("unregister", none -> services.remove(service) ? null : none));
    }

    private interface Answers {
        Object to(Object... args);
    }

    private static <T> T fake(Class<T> type, Map<String, Answers> answers) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, args) -> answers.get(method.getName()).to(args)));
    }
}
