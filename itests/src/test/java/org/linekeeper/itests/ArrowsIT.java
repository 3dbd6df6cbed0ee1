// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.Test;

/** The arrows of the architecture, read from the manifests and classes of the image itself. */
public class ArrowsIT {
    /** What a bundle may carry inside besides its own packages: plain jars of ours, by design. */
    private static final Map<String, List<String>> EMBEDS =
            Map.ofEntries(
                    Map.entry(
                            "org.linekeeper.policy.standard",
                            List.of("org/linekeeper/policy/kit/")),
                    Map.entry("org.linekeeper.runtime", List.of("org/linekeeper/config/kit/")),
                    Map.entry("org.linekeeper.cli", List.of("org/linekeeper/config/kit/")),
                    Map.entry(
                            "org.linekeeper.console",
                            List.of("org/linekeeper/config/kit/", "org/linekeeper/http/kit/")),
                    Map.entry("org.linekeeper.dashboard", List.of("org/linekeeper/http/kit/")),
                    Map.entry(
                            "org.linekeeper.telemetry.mqtt",
                            List.of(
                                    "org/linekeeper/config/kit/",
                                    "org/linekeeper/mqtt/kit/",
                                    "org/linekeeper/schema/")),
                    Map.entry(
                            "org.linekeeper.collector",
                            List.of("org/linekeeper/schema/", "org/linekeeper/mqtt/kit/")),
                    Map.entry(
                            "org.linekeeper.lab",
                            List.of(
                                    "org/linekeeper/config/kit/",
                                    "org/linekeeper/mqtt/kit/",
                                    "org/linekeeper/policy/kit/",
                                    "org/linekeeper/runtime/",
                                    "org/linekeeper/telemetry/mqtt/")),
                    Map.entry(
                            "org.linekeeper.config.fanvil", List.of("org/linekeeper/config/kit/")),
                    Map.entry(
                            "org.linekeeper.config.flyingvoice",
                            List.of("org/linekeeper/config/kit/")),
                    Map.entry(
                            "org.linekeeper.config.generic", List.of("org/linekeeper/config/kit/")),
                    Map.entry(
                            "org.linekeeper.config.yealink",
                            List.of("org/linekeeper/config/kit/")));

    /** What the collector offers to whoever shows its fleet. */
    private static final List<String> OF_THE_FLEET =
            List.of("org.linekeeper.collector.fleet", "org.linekeeper.schema");

    /** The page, and the demo, which counts whether all has arrived. */
    private static final Set<String> SEE_THE_FLEET =
            Set.of("org.linekeeper.dashboard", "org.linekeeper.lab");

    /** Libraries that one bundle alone may see. */
    private static final Map<String, String> ONLY_SEEN_BY =
            Map.of(
                    "com.google.re2j", "org.linekeeper.dialplan",
                    "org.tomlj", "org.linekeeper.config.generic",
                    "org.antlr", "org.linekeeper.config.generic",
                    "javax.sip", "org.linekeeper.sip.jain",
                    "gov.nist", "org.linekeeper.sip.jain",
                    "org.eclipse.paho", "org.linekeeper.telemetry.mqtt",
                    "org.xbill", "org.linekeeper.locator.dnsjava");

    @Test
    public void implementationsImportTheApiAndNeverEachOther() throws IOException {
        for (Map.Entry<String, Path> bundle : all().entrySet()) {
            for (String imported : imports(bundle.getValue())) {
                if (imported.startsWith("org.linekeeper.")) {
                    assertTrue(
                            bundle.getKey() + " imports " + imported,
                            imported.startsWith("org.linekeeper.api.")
                                    || exports(bundle.getValue()).contains(imported)
                                    || SEE_THE_FLEET.contains(bundle.getKey())
                                            && OF_THE_FLEET.contains(imported));
                }
                ONLY_SEEN_BY.forEach(
                        (library, owner) ->
                                assertTrue(
                                        bundle.getKey() + " sees " + imported,
                                        !imported.startsWith(library)
                                                || bundle.getKey().equals(owner)));
            }
        }
    }

    /** Not even the bundles that embed it. */
    @Test
    public void behindTheMqttKitNobodySeesPaho() throws IOException {
        for (Path jar : all().values()) {
            for (JavaClass type : new ClassFileImporter().importJar(open(jar))) {
                boolean may = !type.getName().startsWith("org.linekeeper.");
                boolean kit = type.getPackageName().equals("org.linekeeper.mqtt.kit");
                type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getName())
                        .filter(name -> name.startsWith("org.eclipse.paho."))
                        .forEach(name -> assertTrue(type + " sees " + name, may || kit));
            }
        }
    }

    @Test
    public void aBundleHoldsItsOwnClassesAndWhatItMayEmbed() throws IOException {
        for (Map.Entry<String, Path> bundle : all().entrySet()) {
            String own = bundle.getKey().replace('.', '/') + "/";
            List<String> embeds = EMBEDS.getOrDefault(bundle.getKey(), List.of());
            for (String entry : classes(bundle.getValue())) {
                boolean ours = entry.startsWith("org/linekeeper/");
                boolean allowed =
                        entry.startsWith(own) || embeds.stream().anyMatch(entry::startsWith);
                assertTrue(bundle.getKey() + " holds " + entry, !ours || allowed);
            }
        }
    }

    @Test
    public void theApiDependsOnNothingButTheJdk() throws IOException {
        Path api = ours().get("org.linekeeper.api");
        assertEquals(
                Set.of(),
                new TreeSet<>(
                        imports(api).stream()
                                .filter(name -> !name.startsWith("org.linekeeper.api."))
                                .toList()));
    }

    @Test
    public void lineAndPolicyPackagesSeeNoOtherPackageOfTheApi() throws IOException {
        JavaClasses classes =
                new ClassFileImporter().importJar(open(ours().get("org.linekeeper.api")));
        for (JavaClass type : classes) {
            String home = type.getPackageName();
            boolean inner = home.endsWith(".line") || home.endsWith(".policy");
            if (inner) {
                type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getPackageName())
                        .filter(name -> name.startsWith("org.linekeeper."))
                        .forEach(
                                name ->
                                        assertTrue(
                                                type.getName() + " sees " + name,
                                                name.equals("org.linekeeper.api.line")
                                                        || home.endsWith(".policy")
                                                                && name.equals(home)));
            }
        }
    }

    /**
     * What a policy may touch: values, collections, text. No clock, chance, thread, file, socket.
     */
    @Test
    public void aPolicyIsPure() throws IOException {
        Pattern allowed =
                Pattern.compile(
                        "java\\.lang\\.(Object|String|StringBuilder|CharSequence|Enum|Record|Integer"
                                + "|Long|Boolean|Double|Number|Comparable|Iterable|Math|Override"
                                + "|FunctionalInterface|MatchException|AssertionError|Throwable"
                                + "|[A-Za-z]*Exception|[A-Za-z]*Error)"
                                + "|java\\.lang\\.invoke\\..*|java\\.lang\\.runtime\\.ObjectMethods"
                                + "|java\\.util\\.[A-Z][A-Za-z]*|java\\.util\\.(function|stream)\\..*"
                                + "|java\\.time\\.Duration"
                                + "|org\\.linekeeper\\.api\\.(line|policy)\\..*"
                                + "|org\\.linekeeper\\.policy\\..*"
                                + "|org\\.osgi\\.service\\.component\\.annotations\\..*"
                                + "|(boolean|int|long|void|double|float|char|byte|short)(\\[\\])*");
        Set<String> forbidden =
                Set.of(
                        "java.util.Random",
                        "java.util.SplittableRandom",
                        "java.util.Timer",
                        "java.util.TimerTask",
                        "java.util.UUID",
                        "java.util.Date",
                        "java.util.Scanner",
                        "java.util.ServiceLoader",
                        "java.util.Calendar");
        List<String> breaches = new ArrayList<>();
        for (Map.Entry<String, Path> bundle : ours().entrySet()) {
            if (!providesPolicy(bundle.getValue())) {
                continue;
            }
            JavaClasses classes = new ClassFileImporter().importJar(open(bundle.getValue()));
            for (JavaClass type : classes) {
                type.getDirectDependenciesFromSelf().stream()
                        .map(
                                dependency ->
                                        dependency
                                                .getTargetClass()
                                                .getBaseComponentType()
                                                .getName())
                        .filter(
                                name ->
                                        !allowed.matcher(name).matches()
                                                || forbidden.contains(name))
                        .forEach(name -> breaches.add(type.getName() + " sees " + name));
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                    if (access.getTarget().getFullName().startsWith("java.lang.Math.random")) {
                        breaches.add(type.getName() + " draws chance");
                    }
                }
            }
        }
        assertEquals(List.of(), breaches);
    }

    @Test
    public void theImageHoldsAPolicyAndEveryAdapter() throws IOException {
        assertTrue(ours().containsKey("org.linekeeper.policy.standard"));
        assertTrue(ours().containsKey("org.linekeeper.config.fanvil"));
        assertTrue(ours().containsKey("org.linekeeper.config.flyingvoice"));
        assertTrue(ours().containsKey("org.linekeeper.config.generic"));
        assertTrue(ours().containsKey("org.linekeeper.config.yealink"));
        assertFalse(ours().containsKey("org.linekeeper.lab"));
    }

    private static boolean providesPolicy(Path jar) throws IOException {
        try (JarFile file = open(jar)) {
            String offers = file.getManifest().getMainAttributes().getValue("Provide-Capability");
            return offers != null && offers.contains("org.linekeeper.api.policy.FailoverPolicy");
        }
    }

    /** The phone's, the fleet's and the demo's. */
    private static Map<String, Path> all() throws IOException {
        Map<String, Path> bundles = ours();
        bundles.putAll(ours(ImageFiles.dashboard()));
        bundles.putAll(ours(ImageFiles.image().resolveSibling("demo")));
        return bundles;
    }

    private static Map<String, Path> ours() throws IOException {
        Map<String, Path> bundles = ours(ImageFiles.image());
        assertTrue("the image holds bundles of ours", bundles.size() > 5);
        return bundles;
    }

    private static Map<String, Path> ours(Path image) throws IOException {
        Map<String, Path> bundles = new TreeMap<>();
        for (Path jar : ImageFiles.bundles(image)) {
            try (JarFile file = open(jar)) {
                String name =
                        file.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
                if (name != null && name.startsWith("org.linekeeper.")) {
                    bundles.put(name.split(";")[0], jar);
                }
            }
        }
        return bundles;
    }

    private static List<String> imports(Path jar) throws IOException {
        return packages(jar, "Import-Package");
    }

    private static List<String> exports(Path jar) throws IOException {
        return packages(jar, "Export-Package");
    }

    private static List<String> packages(Path jar, String name) throws IOException {
        try (JarFile file = open(jar)) {
            String header = file.getManifest().getMainAttributes().getValue(name);
            // Commas inside quotes belong to version ranges.
            return header == null
                    ? List.of()
                    : Arrays.stream(header.replaceAll("\"[^\"]*\"", "").split(","))
                            .map(clause -> clause.split(";")[0].trim())
                            .toList();
        }
    }

    private static List<String> classes(Path jar) throws IOException {
        try (JarFile file = open(jar)) {
            return file.stream()
                    .map(java.util.zip.ZipEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .toList();
        }
    }

    private static JarFile open(Path jar) throws IOException {
        return new JarFile(jar.toFile());
    }
}
