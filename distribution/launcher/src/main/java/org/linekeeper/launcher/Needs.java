// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.launcher;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * What installed bundles need and do not find: without this look a phone whose image lacks a bundle
 * would wait for it for ever, in silence.
 */
final class Needs {
    private static final String SERVICE = "osgi.service";
    private static final List<String> OPTIONAL = List.of("optional", "dynamic");

    /** What no bundle requires, and no command gets along without. */
    private static final List<Map.Entry<String, String>> OF_A_PHONE =
            List.of(
                    Map.entry("org.linekeeper.cli.Commands", "the bundle org.linekeeper.cli"),
                    Map.entry("org.linekeeper.api.policy.FailoverPolicy", "a failover policy"));

    private static final List<Map.Entry<String, String>> OF_A_FLEET =
            List.of(
                    Map.entry(
                            "org.linekeeper.collector.mqtt.CollectorComponent",
                            "the bundle org.linekeeper.collector"));

    private static final List<Map.Entry<String, String>> OF_A_DEMO =
            List.of(
                    OF_A_FLEET.get(0),
                    Map.entry(
                            "org.linekeeper.lab.demo.DemoComponent",
                            "the bundle org.linekeeper.lab"));

    private static final Map<String, String> WORDS =
            Map.of(
                    "osgi.wiring.package",
                    "the package ",
                    "osgi.wiring.host",
                    "the bundle ",
                    "osgi.wiring.bundle",
                    "the bundle ",
                    "osgi.extender",
                    "the extender ",
                    SERVICE,
                    "the service ");

    /** A bundle, and what it needs in words; no bundle = the command does. */
    record Unmet(Optional<Bundle> bundle, String what) {}

    private final BundleContext context;
    private final List<Map.Entry<String, String>> always;

    Needs(BundleContext context, String command) {
        this.context = context;
        this.always =
                command.equals(DemoOptions.COMMAND)
                        ? OF_A_DEMO
                        : FleetOptions.take(command) ? OF_A_FLEET : OF_A_PHONE;
    }

    /** The first need that nobody meets. */
    Optional<Unmet> first() {
        wiring().resolveBundles(null);
        Stream<Unmet> unresolved =
                bundles()
                        .filter(bundle -> bundle.getState() == Bundle.INSTALLED)
                        .flatMap(this::unresolved);
        return Stream.of(
                        unresolved,
                        bundles().flatMap(this::unserved),
                        always.stream()
                                .filter(e -> !isOffered("(objectClass=" + e.getKey() + ")"))
                                .map(e -> new Unmet(Optional.empty(), e.getValue())))
                .flatMap(all -> all)
                .findFirst()
                .or(this::misfit);
    }

    /** All there is, and some of it excludes the rest. */
    private Optional<Unmet> misfit() {
        return bundles()
                .filter(bundle -> bundle.getState() == Bundle.INSTALLED)
                .findFirst()
                .map(bundle -> new Unmet(Optional.of(bundle), "other versions of what is there"));
    }

    private FrameworkWiring wiring() {
        return context.getBundle(0).adapt(FrameworkWiring.class);
    }

    private Stream<Bundle> bundles() {
        return Stream.of(context.getBundles());
    }

    private Stream<Unmet> unresolved(Bundle bundle) {
        return requirements(bundle, null)
                .filter(need -> effective(need).equals("resolve"))
                .filter(need -> wiring().findProviders(need).isEmpty())
                .map(need -> unmet(bundle, need));
    }

    private Stream<Unmet> unserved(Bundle bundle) {
        return requirements(bundle, SERVICE)
                .filter(need -> !isOffered(need.getDirectives().get("filter")))
                .map(need -> unmet(bundle, need));
    }

    private static Stream<BundleRequirement> requirements(Bundle bundle, String namespace) {
        return bundle.adapt(BundleRevision.class).getDeclaredRequirements(namespace).stream()
                .filter(need -> !OPTIONAL.contains(resolution(need)));
    }

    private static String resolution(BundleRequirement need) {
        return need.getDirectives().getOrDefault("resolution", "mandatory");
    }

    private static String effective(BundleRequirement need) {
        return need.getDirectives().getOrDefault("effective", "resolve");
    }

    private boolean isOffered(String filter) {
        try {
            var wanted = FrameworkUtil.createFilter(filter);
            return bundles()
                    .map(bundle -> bundle.adapt(BundleRevision.class))
                    .map(revision -> revision.getDeclaredCapabilities(SERVICE))
                    .flatMap(List::stream)
                    .anyMatch(offer -> wanted.matches(offer.getAttributes()));
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }

    private static Unmet unmet(Bundle bundle, BundleRequirement need) {
        String space = need.getNamespace();
        String filter = need.getDirectives().getOrDefault("filter", "");
        String key = space.equals(SERVICE) ? "objectClass" : space;
        Matcher name = Pattern.compile("\\(" + Pattern.quote(key) + "=([^)]*)\\)").matcher(filter);
        String what =
                name.find() && WORDS.containsKey(space)
                        ? WORDS.get(space) + name.group(1)
                        : space + " " + filter;
        return new Unmet(Optional.of(bundle), what);
    }
}
