// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A directory with the bundles of one kind of device. Bundles start in the order of their header
 * {@code Launch-Level} (default 4) and stop in the reverse order.
 */
final class Image {
    private static final int REFUSED = 2;
    private static final int LAST_LEVEL = 9;
    private static final int DEFAULT_LEVEL = 4;
    private static final long STOP_MS = 2700;

    private final Path directory;

    Image(Path directory) {
        this.directory = directory;
    }

    /** Starts the image, waits until its command is done or the process is told to end. */
    int run(Options options) throws BadArguments {
        if (options.home().isPresent()) {
            return runAt(options.home().get(), options);
        }
        Path scratch;
        try {
            scratch = Files.createTempDirectory("linekeeper");
        } catch (IOException e) {
            throw new BadArguments("no temporary directory can be made: " + BadArguments.reason(e));
        }
        try {
            return start(options, scratch, () -> delete(scratch));
        } catch (IOException e) {
            throw new BadArguments(scratch + " cannot be used: " + BadArguments.reason(e));
        } finally {
            delete(scratch);
        }
    }

    private int runAt(Path named, Options options) throws BadArguments {
        try {
            Path home = Files.createDirectories(named).toRealPath();
            try (FileChannel locked = lock(home)) {
                return start(options, home, () -> {});
            }
        } catch (IOException e) {
            throw new BadArguments(
                    "--home " + named + " cannot be used: " + BadArguments.reason(e));
        }
    }

    /**
     * Two processes in one home would undo each other's state. The lock goes with the channel,
     * which somebody has to hold on to: one that is garbage is closed.
     */
    private static FileChannel lock(Path home) throws IOException, BadArguments {
        FileChannel channel =
                FileChannel.open(
                        home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new BadArguments(
                    "another linekeeper runs in " + home + "; give this one a --home of its own");
        }
        return channel;
    }

    /**
     * Starts the framework.
     *
     * @param leave what is to be done before the process ends on a signal
     */
    private int start(Options options, Path home, Runnable leave) throws BadArguments, IOException {
        Framework framework = new FrameworkFactory().newFramework(properties(options, home));
        try {
            framework.init();
            install(framework.getBundleContext(), options);
            complain(new Needs(framework.getBundleContext(), options.command()).first(), options);
            Thread end = new Thread(() -> stop(framework, leave), "lk-stop");
            Runtime.getRuntime().addShutdownHook(end);
            framework.start();
            int code = await(framework.getBundleContext());
            // From here on the hook would only do once more what is done now.
            Runtime.getRuntime().removeShutdownHook(end);
            framework.stop();
            framework.waitForStop(STOP_MS);
            return code;
        } catch (BundleException e) {
            throw new BadArguments("the image does not start: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return REFUSED;
        } catch (IllegalStateException shuttingDown) {
            return 0;
        }
    }

    private Map<String, String> properties(Options options, Path home) throws IOException {
        Map<String, String> properties = new HashMap<>(options.properties());
        properties.put("linekeeper.uuid", deviceId(home));
        properties.put("linekeeper.home", home.toString());
        properties.put("linekeeper.image", directory.toString());
        properties.put("felix.cm.dir", home.resolve("config").toString());
        properties.put(Constants.FRAMEWORK_STORAGE, home.resolve("cache").toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, "onFirstInit");
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(LAST_LEVEL));
        // Errors of the framework itself only; the bundles log through SLF4J.
        properties.put("felix.log.level", "1");
        LogLines.begin(options.properties().getOrDefault("linekeeper.log", "info"));
        return properties;
    }

    /** Names this device to registrars (RFC 5626 section 4.1): made once, then kept. */
    private static String deviceId(Path home) throws IOException {
        Path file = home.resolve("uuid");
        if (Files.exists(file)) {
            String kept = Files.readString(file).trim();
            if (kept.matches("[0-9a-f-]{36}")) {
                return kept;
            }
        }
        String made = UUID.randomUUID().toString();
        Files.writeString(file, made + "\n");
        return made;
    }

    private void install(BundleContext context, Options options)
            throws BundleException, BadArguments {
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars()) {
            try {
                bundles.add(context.installBundle(location(jar)));
            } catch (BundleException e) {
                throw new BadArguments("the image is damaged: " + jar + " " + fault(e));
            }
        }
        if (options.policy().isPresent()) {
            bundles.add(policy(context, options.policy().get()));
        }
        for (Bundle bundle : bundles) {
            String level = bundle.getHeaders().get("Launch-Level");
            bundle.adapt(BundleStartLevel.class)
                    .setStartLevel(level == null ? DEFAULT_LEVEL : Integer.parseInt(level));
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            }
        }
    }

    private List<Path> jars() throws BadArguments {
        try (Stream<Path> found = Files.list(directory.resolve("bundles"))) {
            return found.filter(path -> path.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new BadArguments(
                    "the bundles of the image, beside linekeeper.jar, cannot be read: "
                            + BadArguments.reason(e));
        }
    }

    private static void complain(Optional<Needs.Unmet> unmet, Options options) throws BadArguments {
        if (unmet.isEmpty()) {
            return;
        }
        String what = unmet.get().what();
        Optional<Bundle> bundle = unmet.get().bundle();
        boolean policy =
                bundle.isPresent()
                        && options.policy()
                                .map(Image::location)
                                .equals(bundle.map(Bundle::getLocation));
        String who =
                policy
                        ? "--policy " + options.policy().get()
                        : "the image is not whole: "
                                + bundle.map(Bundle::getSymbolicName).orElse(options.command());
        throw new BadArguments(who + " needs " + what + ", which is not there");
    }

    private static String location(Path jar) {
        return "reference:" + jar.toUri();
    }

    /** What is wrong with a bundle; the framework's own words are for programmers. */
    private static String fault(BundleException e) {
        return switch (e.getType()) {
            case BundleException.DUPLICATE_BUNDLE_ERROR ->
                    "has the name and version of a bundle that is there already";
            case BundleException.MANIFEST_ERROR -> "has a manifest that is none of a bundle";
            default -> "is no jar that can be read";
        };
    }

    private static Bundle policy(BundleContext context, Path jar) throws BadArguments {
        try {
            Bundle bundle = context.installBundle(location(jar));
            String offers = bundle.getHeaders().get(Constants.PROVIDE_CAPABILITY);
            if (offers == null || !offers.contains("org.linekeeper.api.policy.FailoverPolicy")) {
                throw new BadArguments("--policy " + jar + " holds no failover policy");
            }
            return bundle;
        } catch (BundleException e) {
            throw new BadArguments("--policy " + jar + " " + fault(e));
        }
    }

    /** The commands' bundle offers its exit code as a service, once it has one. */
    private static int await(BundleContext context) throws InterruptedException {
        var tracker = new ServiceTracker<>(context, filter(context), null);
        tracker.open();
        Object service = tracker.waitForService(0);
        try {
            return ((Future<?>) service).get() instanceof Integer code ? code : REFUSED;
        } catch (ExecutionException | CancellationException e) {
            System.err.println("linekeeper: " + e.getMessage());
            return REFUSED;
        }
    }

    private static org.osgi.framework.Filter filter(BundleContext context) {
        try {
            return context.createFilter(
                    "(&(objectClass=java.util.concurrent.Future)(linekeeper.exit=true))");
        } catch (org.osgi.framework.InvalidSyntaxException bug) {
            throw new IllegalStateException(bug);
        }
    }

    /** On SIGTERM: the lines say goodbye, in bounded time, and that is a good end. */
    private static void stop(Framework framework, Runnable leave) {
        try {
            framework.stop();
            framework.waitForStop(STOP_MS);
        } catch (BundleException | InterruptedException e) {
            System.err.println("linekeeper: stopped in haste: " + e.getMessage());
        }
        leave.run();
        Runtime.getRuntime().halt(0);
    }

    private static void delete(Path scratch) {
        try (Stream<Path> found = Files.walk(scratch)) {
            List<Path> all = found.sorted(Comparator.reverseOrder()).toList();
            // A fleet has thousands of files, and each waits for the disk.
            all.parallelStream()
                    .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .forEach(path -> path.toFile().delete());
            all.forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("linekeeper: " + scratch + " is left over: " + e.getMessage());
        }
    }
}
