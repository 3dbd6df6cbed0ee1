// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.cli;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.linekeeper.api.call.PlanSource;
import org.linekeeper.api.config.ConfigAdapter;
import org.linekeeper.api.config.ConfigWriter;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.PhoneFiles;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.lines.Refusal;
import org.linekeeper.config.kit.json.LineJson;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Does what the launcher was asked for. The exit code is offered as a {@link Future} service with
 * the property {@code linekeeper.exit}, once the command is done; {@code run} is done only when it
 * cannot go on.
 */
@Component(service = Commands.class, immediate = true)
public final class Commands {
    private static final int REFUSED = 2;

    private final Settings settings;
    private final Lines lines;
    private final Files files;
    private final List<ConfigWriter> writers;
    private final BundleContext context;
    private final List<PlanSource> sources = new CopyOnWriteArrayList<>();
    private ServiceRegistration<?> exit;
    private boolean ready;
    private boolean started;

    @Activate
    public Commands(
            BundleContext context,
            @Reference Lines lines,
            @Reference(
                            cardinality = ReferenceCardinality.MULTIPLE,
                            policyOption = ReferencePolicyOption.GREEDY)
                    List<ConfigAdapter> adapters,
            @Reference(
                            cardinality = ReferenceCardinality.MULTIPLE,
                            policyOption = ReferencePolicyOption.GREEDY)
                    List<ConfigWriter> writers) {
        this.context = context;
        this.settings = Settings.of(context::getProperty);
        this.lines = lines;
        this.files = new Files(adapters);
        this.writers = List.copyOf(writers);
    }

    @Activate
    void activate() {
        switch (settings.command()) {
            case "check" -> exit(new Check(files, settings, System.out, System.err).run());
            case "convert" ->
                    exit(new Convert(files, writers, settings, System.out, System.err).run());
            case "run" -> run();
            default -> {
                // A maker's image that is started by other means provisions its lines itself.
            }
        }
    }

    private void run() {
        if (isOver()) {
            // The console, which starts first, cannot listen: no line registers for nothing.
            return;
        }
        Optional<Finding> wrong = settings.dialplan().flatMap(this::wrongRules);
        if (wrong.isPresent()) {
            complain(wrong.get());
            exit(REFUSED);
            return;
        }
        Files.Result result = files.read(settings.files(), settings.vendor(), settings.options());
        if (result.reading().isRefused()) {
            result.reading().errors().forEach(Commands::complain);
            exit(REFUSED);
            return;
        }
        result.reading().warnings().forEach(Commands::complain);
        try {
            lines.provision(fingerprint(result), result.reading().lines());
        } catch (Refusal | UncheckedIOException e) {
            System.err.println("linekeeper: " + e.getMessage());
            exit(REFUSED);
            return;
        }
        context.registerService(PhoneFiles.class, this::reread, null);
        synchronized (this) {
            started = true;
            if (settings.http().equals("none")) {
                ready("null");
            }
        }
        announce();
    }

    private Reading reread(Map<String, String> over) {
        Map<String, String> options = new TreeMap<>(settings.options());
        options.putAll(over);
        return files.read(settings.files(), settings.vendor(), options).reading();
    }

    /** Why calls could not go by the rules of this file. */
    private Optional<Finding> wrongRules(String file) {
        if (sources.isEmpty()) {
            String sentence = "No bundle of this image reads rules for calls.";
            return Optional.of(new Finding(file, 0, "", "", sentence, ""));
        }
        return sources.stream().flatMap(source -> source.refusal().stream()).findFirst();
    }

    private static void complain(Finding finding) {
        System.err.println("linekeeper: " + finding);
    }

    /** The same files read the same way have the same one. */
    private String fingerprint(Files.Result result) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (var config : result.reading().lines()) {
                String line = LineJson.write(config, LineJson.Detail.FULL);
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException bug) {
            throw new IllegalStateException(bug);
        }
    }

    /** Somebody reads rules for calls. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSource(PlanSource source) {
        sources.add(source);
    }

    void removeSource(PlanSource source) {
        sources.remove(source);
    }

    private InetSocketAddress bound;

    /** The console has bound its address, or says why it could not. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            target = "(|(linekeeper.http.bound=true)(linekeeper.http.error=*))")
    synchronized void bindHttp(InetSocketAddress address, Map<String, Object> properties) {
        Object error = properties.get("linekeeper.http.error");
        if (error != null) {
            System.err.println("linekeeper: " + error);
            exit(REFUSED);
            return;
        }
        bound = address;
        announce();
    }

    synchronized void unbindHttp(InetSocketAddress address) {
        if (address.equals(bound)) {
            bound = null;
        }
    }

    private synchronized void announce() {
        if (started && bound != null) {
            // Where it was told to listen everywhere, that is what people expect to read.
            String host =
                    bound.getAddress().isAnyLocalAddress()
                            ? settings.http().substring(0, settings.http().lastIndexOf(':'))
                            : bound.getAddress().getHostAddress();
            boolean plain = host.indexOf(':') < 0 || host.startsWith("[");
            String literal = plain ? host : "[" + host + "]";
            ready("\"" + literal + ":" + bound.getPort() + "\"");
        }
    }

    private void ready(String http) {
        if (ready) {
            return;
        }
        ready = true;
        String scale = settings.timeScale().map(k -> ",\"time_scale\":" + number(k)).orElse("");
        System.out.println(
                "{\"ready\":true,\"http\":"
                        + http
                        + ",\"lines\":"
                        + lines.lines().size()
                        + scale
                        + "}");
        System.out.flush();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private synchronized boolean isOver() {
        return exit != null;
    }

    private synchronized void exit(int code) {
        if (exit == null) {
            exit =
                    context.registerService(
                            Future.class,
                            CompletableFuture.completedFuture(code),
                            new java.util.Hashtable<>(Map.of("linekeeper.exit", "true")));
        }
    }

    @Deactivate
    synchronized void deactivate() {
        if (exit != null) {
            exit.unregister();
        }
    }
}
