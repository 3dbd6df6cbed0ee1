// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.linekeeper.api.config.ConfigAdapter;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.ConfigWriter;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.config.Writing;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Secret;

/**
 * Says a config file in the form of another vendor. What is lost is what the vendor's own adapter
 * reads otherwise, or not at all, from the text that was written.
 */
final class Convert {
    private static final int WHOLE = 0;
    private static final int LOST = 1;
    private static final int REFUSED = 2;

    private final Files files;
    private final List<ConfigWriter> writers;
    private final Settings settings;
    private final PrintStream out;
    private final PrintStream err;

    Convert(
            Files files,
            List<ConfigWriter> writers,
            Settings settings,
            PrintStream out,
            PrintStream err) {
        this.files = files;
        this.writers = writers;
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    /** Prints the translation, says what it lacks and gives the exit code. */
    int run() {
        Optional<ConfigWriter> writer =
                writers.stream()
                        .filter(w -> w.vendor().equalsIgnoreCase(settings.to()))
                        .findFirst();
        Optional<ConfigAdapter> target = files.of(settings.to());
        if (writer.isEmpty() || target.isEmpty()) {
            complain(
                    "nobody here writes the files of " + settings.to() + "; there are: " + known());
            return REFUSED;
        }
        Reading source =
                files.read(settings.files(), settings.vendor(), settings.options()).reading();
        if (source.isRefused()) {
            source.errors().forEach(error -> complain(error.toString()));
            return REFUSED;
        }
        boolean secrets = settings.withSecrets();
        Writing writing = writer.get().write(source.lines(), source.staticDns(), secrets);
        byte[] text = writing.text().getBytes(StandardCharsets.UTF_8);
        ConfigFile written = new ConfigFile("the translation", text);
        Reading back = target.get().read(List.of(written), settings.options());
        if (back.isRefused()) {
            Finding error = back.errors().get(0);
            complain(target.get().vendor() + " would refuse " + error);
            return REFUSED;
        }
        out.writeBytes(text);
        out.flush();
        for (int line : new TreeSet<>(writing.withoutPassword())) {
            complain("line " + line + ": the password is left out; --with-secrets writes it");
        }
        List<String> losses = Losses.of(told(source, writing), back, target.get().vendor());
        losses.forEach(this::complain);
        return losses.isEmpty() ? WHOLE : LOST;
    }

    /** What was to be said: all but the passwords that were left out on purpose. */
    private static Reading told(Reading source, Writing writing) {
        List<LineConfig> lines =
                source.lines().stream()
                        .map(
                                line ->
                                        writing.withoutPassword().contains(line.line())
                                                ? line.with(d -> d.password(Secret.NONE))
                                                : line)
                        .toList();
        return new Reading(lines, source.staticDns(), List.of(), List.of());
    }

    private String known() {
        return String.join(", ", writers.stream().map(ConfigWriter::vendor).sorted().toList());
    }

    private void complain(String sentence) {
        err.println("linekeeper: " + sentence);
    }
}
