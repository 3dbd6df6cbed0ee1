// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.call.PlanSource;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.PhoneFiles;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.lines.Refusal;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class CommandsTest {
    @TempDir Path directory;

    private final Map<String, String> framework = new HashMap<>();
    private final List<Future<?>> exits = new ArrayList<>();
    private final List<PhoneFiles> offered = new ArrayList<>();
    private final FakeAdapter adapter = new FakeAdapter("alpha");
    private final List<String> sources = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream machineOut = System.out;
    private final PrintStream machineErr = System.err;
    private RuntimeException trouble;

    @BeforeEach
    void catchOutput() throws IOException {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        framework.put("linekeeper.command", "run");
        config("alpha\nline 1 a.example\nline 2 a.example");
    }

    @AfterEach
    void letOutputGo() {
        System.setOut(machineOut);
        System.setErr(machineErr);
    }

    @Test
    void theFilesCanBeReadAgainWithSettingsOverThoseOfTheCommandLine() throws Exception {
        framework.put("linekeeper.set", "alpha.one=1\nalpha.two=2");
        start();
        out.reset();
        PhoneFiles files = offered.get(0);
        assertThat(files.read(Map.of("alpha.two", "22")).lines()).hasSize(2);
        assertThat(adapter.options())
                .containsEntry("alpha.one", "1")
                .containsEntry("alpha.two", "22");
        assertThat(files.read(Map.of("stray", "1")).errors().get(0).toString()).contains("stray");
    }

    @Test
    void runWithoutHttpIsReadyAsSoonAsTheLinesHaveStarted() throws Exception {
        start();
        assertThat(text(out)).isEqualTo("{\"ready\":true,\"http\":null,\"lines\":2}\n");
        assertThat(exits).isEmpty();
    }

    @Test
    void runWithHttpIsReadyOnceItIsBoundAndSaysSoOnce() throws Exception {
        framework.put("linekeeper.http", "127.0.0.1:0");
        Commands commands = start();
        assertThat(text(out)).isEmpty();
        commands.bindHttp(address("127.0.0.1", 4711), Map.of("linekeeper.http.bound", "true"));
        commands.bindHttp(address("127.0.0.1", 4712), Map.of("linekeeper.http.bound", "true"));
        assertThat(text(out))
                .isEqualTo("{\"ready\":true,\"http\":\"127.0.0.1:4711\",\"lines\":2}\n");
    }

    @Test
    void theReadyLineShowsTheTimeScaleAndSixInBrackets() throws Exception {
        framework.put("linekeeper.http", "[::1]:0");
        framework.put("linekeeper.time-scale", "60.0");
        Commands commands = commands();
        commands.bindHttp(address("::1", 80), Map.of("linekeeper.http.bound", "true"));
        assertThat(text(out)).as("the lines have not started").isEmpty();
        commands.activate();
        assertThat(text(out))
                .isEqualTo(
                        "{\"ready\":true,\"http\":\"[0:0:0:0:0:0:0:1]:80\",\"lines\":2,"
                                + "\"time_scale\":60}\n");
    }

    @Test
    void aPortThatIsTakenIsTheEnd() throws Exception {
        framework.put("linekeeper.http", "127.0.0.1:80");
        Commands commands = start();
        commands.bindHttp(
                address("127.0.0.1", 80), Map.of("linekeeper.http.error", "port 80 is taken"));
        assertThat(exitCode()).hasValue(2);
        assertThat(text(err)).isEqualTo("linekeeper: port 80 is taken\n");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void aPortThatIsTakenIsTheEndBeforeAnyLineStarts() throws Exception {
        framework.put("linekeeper.http", "127.0.0.1:80");
        Commands commands = commands();
        commands.bindHttp(
                address("127.0.0.1", 80), Map.of("linekeeper.http.error", "port 80 is taken"));
        commands.activate();
        assertThat(exitCode()).hasValue(2);
        assertThat(text(err)).isEqualTo("linekeeper: port 80 is taken\n");
        assertThat(sources).isEmpty();
    }

    @Test
    void refusedFilesAreTheEndInOneSentenceEach() throws Exception {
        config("alpha\nrefuse Key\nrefuse Other");
        start();
        assertThat(exitCode()).hasValue(2);
        assertThat(text(err).lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("linekeeper: ") && line.endsWith("is wrong"));
        assertThat(sources).isEmpty();
    }

    @Test
    void rulesThatCannotBeReadAreTheEndBeforeAnyLineStarts() throws Exception {
        framework.put("linekeeper.dialplan", "plan.rules");
        Finding why = new Finding("plan.rules", 3, "To", "(", "is odd", "");
        Commands commands = commands();
        commands.addSource(Optional::empty);
        commands.addSource(() -> Optional.of(why));
        commands.activate();
        assertThat(exitCode()).hasValue(2);
        assertThat(text(err)).isEqualTo("linekeeper: plan.rules:3: To = (: is odd\n");
        assertThat(sources).isEmpty();
    }

    @Test
    void rulesInAnImageThatReadsNoneAreTheEnd() throws Exception {
        framework.put("linekeeper.dialplan", "plan.rules");
        Commands commands = commands();
        PlanSource source = Optional::empty;
        commands.addSource(source);
        commands.removeSource(source);
        commands.activate();
        assertThat(exitCode()).hasValue(2);
        assertThat(text(err))
                .isEqualTo(
                        "linekeeper: plan.rules: No bundle of this image reads rules for calls.\n");
    }

    @Test
    void withRulesThatCanBeReadTheLinesRun() throws Exception {
        framework.put("linekeeper.dialplan", "plan.rules");
        Commands commands = commands();
        commands.addSource(Optional::empty);
        commands.activate();
        assertThat(text(out)).contains("\"ready\":true");
        assertThat(exits).isEmpty();
    }

    @Test
    void warningsAreSaidAndTheLinesRun() throws Exception {
        config("alpha\nline 1 a.example\nwarn Key");
        start();
        assertThat(text(err)).endsWith(":2: Key = 7: is odd; used: 1\n");
        assertThat(text(out)).contains("\"ready\":true");
    }

    @Test
    void linesThatCannotBeKeptAreTheEnd() throws Exception {
        trouble = new UncheckedIOException("line 1 cannot be kept", new IOException("disk full"));
        start();
        assertThat(exitCode()).hasValue(2);
        assertThat(text(err)).isEqualTo("linekeeper: line 1 cannot be kept\n");
        exits.clear();
        trouble = new Refusal(Refusal.Kind.BAD_VALUE, "line 999 is not in 1..200");
        start();
        assertThat(exitCode()).hasValue(2);
    }

    @Test
    void theSourceTellsFilesAsTheyAreNowFromAnyOthers() throws Exception {
        start();
        start();
        config("alpha\nline 1 a.example\nline 2 a.example\npassword new");
        start();
        config("alpha\nline 1 a.example\nline 2 b.example");
        start();
        assertThat(sources).hasSize(4);
        assertThat(sources.get(0)).isEqualTo(sources.get(1));
        assertThat(sources.subList(1, 4)).doesNotHaveDuplicates();
    }

    @Test
    void checkEndsWithItsCodeAndStartsNoLine() throws Exception {
        framework.put("linekeeper.command", "check");
        config("alpha\nline 1 a.example\nwarn Key");
        Commands commands = start();
        assertThat(exitCode()).hasValue(1);
        assertThat(sources).isEmpty();
        assertThat(text(out)).contains("warning: ");
        commands.deactivate();
        assertThat(exits).isEmpty();
    }

    @Test
    void anImageWithoutACommandDoesNothing() throws Exception {
        framework.remove("linekeeper.command");
        start();
        assertThat(sources).isEmpty();
        assertThat(exits).isEmpty();
        assertThat(text(out)).isEmpty();
    }

    private void config(String text) throws IOException {
        Path file = java.nio.file.Files.writeString(directory.resolve("phone.cfg"), text);
        framework.put("linekeeper.config", file.toString());
    }

    private Commands start() {
        Commands commands = commands();
        commands.activate();
        return commands;
    }

    private Commands commands() {
        return new Commands(context(), lines(), List.of(adapter), List.of());
    }

    private OptionalInt exitCode() throws Exception {
        return exits.size() == 1
                ? OptionalInt.of((Integer) exits.get(0).get())
                : OptionalInt.empty();
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static InetSocketAddress address(String host, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    private Lines lines() {
        return stub(
                Lines.class,
                (method, args) -> {
                    if (method.equals("provision")) {
                        if (trouble != null) {
                            throw trouble;
                        }
                        sources.add((String) args[0]);
                        return null;
                    }
                    return Collections.nCopies(2, null);
                });
    }

    private BundleContext context() {
        return stub(
                BundleContext.class,
                (method, args) -> {
                    if (method.equals("getProperty")) {
                        return framework.get((String) args[0]);
                    }
                    if (args[1] instanceof PhoneFiles files) {
                        offered.add(files);
                        return stub(ServiceRegistration.class, (other, none) -> null);
                    }
                    exits.add((Future<?>) args[1]);
                    return stub(
                            ServiceRegistration.class,
                            (unregister, none) -> {
                                exits.clear();
                                return null;
                            });
                });
    }

    /** What a method of an interface does. */
    private interface Answer {
        Object to(String method, Object[] args);
    }

    private static <T> T stub(Class<T> type, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, args) -> answer.to(method.getName(), args)));
    }
}
