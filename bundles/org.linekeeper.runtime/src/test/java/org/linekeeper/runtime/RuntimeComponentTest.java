// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.event.Transitions;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.policy.FailoverPolicy;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.ComponentConstants;

/** The parts together, on real threads and a real clock. */
class RuntimeComponentTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir Path home;

    private final Map<String, String> framework = new HashMap<>();
    private final Map<Class<?>, Object> offered = Collections.synchronizedMap(new HashMap<>());
    private final FakeSignalling signalling = new FakeSignalling();
    private final FakeConfigurationAdmin admin = new FakeConfigurationAdmin();
    private final List<LineStateChanged> heard = Collections.synchronizedList(new ArrayList<>());
    private final FailoverPolicy kit = World.kit();

    @BeforeEach
    void answer() {
        framework.put("linekeeper.home", home.toString());
        signalling.answer(sent -> Examples.OK);
    }

    @Test
    void keptLinesStartAndAreOffered() throws InterruptedException {
        new ConfigKeeper(admin, new LineVault(home)).keep(Examples.line(1));
        RuntimeComponent runtime = start();
        await().atMost(SOON).until(() -> lines().line(1).status() == Status.ON_PRIMARY);
        assertThat(transitions().lastSeq()).isEqualTo(1);
        runtime.deactivate();
        assertThat(offered).isEmpty();
    }

    @Test
    void heldBackNoLineStartsBeforeItsFilesAreRead() throws InterruptedException {
        framework.put("linekeeper.hold", "true");
        new ConfigKeeper(admin, new LineVault(home)).keep(Examples.line(1));
        RuntimeComponent runtime = start();
        LineConfiguration kept = new LineConfiguration(runtime, properties(1));
        assertThat(lines().lines()).isEmpty();
        lines().provision("files", List.of(Examples.line(2)));
        await().atMost(SOON).until(() -> lines().line(2).status() == Status.ON_PRIMARY);
        assertThat(lines().lines()).hasSize(1);
        kept.deactivate(Map.of("line", 1), ComponentConstants.DEACTIVATION_REASON_DISPOSED);
        runtime.deactivate();
    }

    @Test
    void aLineComesChangesAndGoesWithItsConfiguration() throws InterruptedException {
        RuntimeComponent runtime = start();
        ConfigKeeper keeper = new ConfigKeeper(admin, new LineVault(home));
        keeper.keep(Examples.line(1));
        LineConfiguration line = new LineConfiguration(runtime, properties(1));
        await().atMost(SOON).until(() -> lines().line(1).status() == Status.ON_PRIMARY);
        keeper.keep(Examples.line(1).with(draft -> draft.label("office")));
        line.modified(properties(1));
        await().atMost(SOON).until(() -> lines().configs().get(0).label().equals("office"));
        line.deactivate(
                properties(1), ComponentConstants.DEACTIVATION_REASON_CONFIGURATION_DELETED);
        assertThat(lines().lines()).isEmpty();
        runtime.deactivate();
    }

    /** Service components go before the runtime does; that is no removal of their lines. */
    @Test
    void atTheEndLinesSayGoodbyeAndTheLastTransitionIsKept() throws InterruptedException {
        RuntimeComponent runtime = start();
        lines().provision("files", List.of(Examples.line(1), Examples.line(2)));
        await().atMost(SOON).until(() -> lines().line(1).status() == Status.ON_PRIMARY);
        await().atMost(SOON).until(() -> lines().line(2).status() == Status.ON_PRIMARY);
        LineConfiguration line = new LineConfiguration(runtime, properties(1));
        line.deactivate(properties(1), ComponentConstants.DEACTIVATION_REASON_BUNDLE_STOPPED);
        assertThat(lines().lines()).hasSize(2);
        runtime.deactivate();
        assertThat(heard).extracting(LineStateChanged::why).endsWith(Why.SHUTDOWN, Why.SHUTDOWN);
        TransitionLog.Content kept = new TransitionLog(home.resolve("transitions.log")).read();
        assertThat(kept.changes()).isEqualTo(heard);
        for (FakeLine wire : signalling.opened()) {
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void withoutAPolicyLinesWaitAndWithOneTheyGoOn() throws InterruptedException {
        RuntimeComponent runtime = start();
        runtime.removePolicy(kit);
        lines().provision("files", List.of(Examples.line(1)));
        runtime.addPolicy(World.kit(), Map.of("service.ranking", 5, "policy.id", "other"));
        await().atMost(SOON).until(() -> lines().line(1).status() == Status.ON_PRIMARY);
        runtime.deactivate();
    }

    private RuntimeComponent start() {
        BundleContext context = context();
        RuntimeComponent runtime =
                new RuntimeComponent(context, signalling, new FakeLocator(), admin);
        runtime.addPolicy(kit, Map.of());
        runtime.addListener(heard::add);
        runtime.activate(context);
        return runtime;
    }

    private Lines lines() {
        return (Lines) offered.get(Lines.class);
    }

    private Transitions transitions() {
        return (Transitions) offered.get(Transitions.class);
    }

    private Map<String, Object> properties(int line) {
        Dictionary<String, Object> found = admin.all().get(ConfigKeeper.PID + "~" + line);
        return Map.of("config", found.get("config"), "line", found.get("line"));
    }

    /** A bundle context of properties and registrations. */
    private BundleContext context() {
        return stub(
                BundleContext.class,
                (name, args) -> {
                    if (name.equals("getProperty")) {
                        return Optional.ofNullable(framework.get((String) args[0]));
                    }
                    Class<?> type = (Class<?>) args[0];
                    offered.put(type, args[1]);
                    return Optional.of(
                            stub(
                                    ServiceRegistration.class,
                                    (unregister, none) -> {
                                        offered.remove(type);
                                        return Optional.empty();
                                    }));
                });
    }

    /** What one method of an interface gives. */
    private interface Answer {
        Optional<?> to(String method, Object[] args);
    }

    private static <T> T stub(Class<T> type, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, args) -> answer.to(method.getName(), args).orElse(null)));
    }
}
