// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.linekeeper.api.config.PhoneFiles;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Secret;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.lines.Refusal;
import org.linekeeper.config.kit.json.BadLine;
import org.linekeeper.config.kit.json.LineJson;
import org.linekeeper.schema.Desired;
import org.linekeeper.schema.Desired.LineSettings;
import org.linekeeper.schema.Response;
import org.linekeeper.schema.Response.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings about what the fleet's owner desires of the lines, line by line, and back again what is no
 * longer desired. Settings make the phone's files be read otherwise: the lines that they change
 * begin anew from those files. On top of that comes what is desired of single lines; what a line
 * was before is kept, without its password.
 */
final class Wishes {
    private static final Logger LOG = LoggerFactory.getLogger(Wishes.class);
    private static final Gson GSON = new Gson();
    private static final String NO_FILES = "This phone was started without files of a vendor.";

    private final Lines lines;
    private final Supplier<Optional<PhoneFiles>> files;
    private final Path file;
    private final Kept kept;
    private boolean adopted;

    /** What is on the disk. */
    private static final class Kept {
        long version;
        Map<String, String> settings = new TreeMap<>();
        Map<Integer, Change> lines = new TreeMap<>();
    }

    /** A line as it was, and as it was made. */
    private record Change(String before, String after) {}

    Wishes(Lines lines, Supplier<Optional<PhoneFiles>> files, Path file) {
        this.lines = lines;
        this.files = files;
        this.file = file;
        this.kept = load();
    }

    private Kept load() {
        try {
            if (Files.exists(file)) {
                Kept found = GSON.fromJson(Files.readString(file), Kept.class);
                if (found != null && found.lines != null && found.settings != null) {
                    return found;
                }
            }
        } catch (IOException | JsonParseException e) {
            LOG.warn("what was desired is taken over anew: {}", e.toString());
        }
        return new Kept();
    }

    /** Takes over a wish that is newer, or the one that stands, once after each start. */
    Optional<Response> adopt(Desired desired) {
        boolean old = desired.version() < kept.version;
        if (old || adopted && desired.version() == kept.version) {
            return Optional.empty();
        }
        kept.version = desired.version();
        List<Result> results = new ArrayList<>();
        Map<Integer, LineConfig> anew = new TreeMap<>();
        try {
            anew.putAll(changed(adopted ? kept.settings : Map.of(), desired.settings()));
            kept.settings = new TreeMap<>(desired.settings());
        } catch (Refusal refusal) {
            results.add(
                    new Result(OptionalInt.empty(), "refused", Optional.of(refusal.getMessage())));
        }
        adopted = true;
        Map<Integer, String> wanted = new TreeMap<>();
        for (LineSettings each : desired.lines()) {
            wanted.put(each.line(), each.json());
        }
        TreeSet<Integer> concerned = new TreeSet<>(kept.lines.keySet());
        concerned.addAll(wanted.keySet());
        concerned.addAll(anew.keySet());
        for (int line : concerned) {
            results.add(
                    adopt(
                            line,
                            Optional.ofNullable(wanted.get(line)),
                            Optional.ofNullable(anew.get(line))));
        }
        save();
        List<Result> told = results.stream().limit(Response.MAX_RESULTS).toList();
        return Optional.of(
                new Response(
                        "desired-" + desired.version(),
                        Orders.sum(told),
                        Optional.empty(),
                        told,
                        List.of()));
    }

    /** The lines of the phone's files that some settings make other than others. */
    private Map<Integer, LineConfig> changed(Map<String, String> from, Map<String, String> to) {
        if (from.equals(to)) {
            return Map.of();
        }
        PhoneFiles source =
                files.get().orElseThrow(() -> new Refusal(Refusal.Kind.WRONG_STATE, NO_FILES));
        Map<Integer, LineConfig> changed = new TreeMap<>();
        for (LineConfig each : read(source, to)) {
            changed.put(each.line(), each);
        }
        for (LineConfig each : read(source, from)) {
            LineConfig other = changed.get(each.line());
            if (other != null && text(other).equals(text(each))) {
                changed.remove(each.line());
            }
        }
        return changed;
    }

    private static List<LineConfig> read(PhoneFiles source, Map<String, String> settings) {
        Reading reading = source.read(settings);
        if (reading.isRefused()) {
            throw new Refusal(Refusal.Kind.BAD_VALUE, reading.errors().get(0).toString());
        }
        return reading.lines();
    }

    private Result adopt(int line, Optional<String> wanted, Optional<LineConfig> anew) {
        try {
            LineConfig now =
                    lines.configs().stream()
                            .filter(config -> config.line() == line)
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new Refusal(
                                                    Refusal.Kind.NOT_FOUND,
                                                    "There is no line " + line + "."));
            String text = text(now);
            Change last = kept.lines.get(line);
            // Where somebody has changed the line since, that is what it goes back to.
            String before = last != null && last.after().equals(text) ? last.before() : text;
            LineConfig base =
                    anew.isPresent()
                            ? anew.get()
                            : LineJson.read(before).with(draft -> draft.password(now.password()));
            LineConfig next = wanted.isPresent() ? LineJson.read(wanted.get(), base) : base;
            if (!text(next).equals(text)) {
                lines.configure(next);
            }
            if (wanted.isPresent()) {
                kept.lines.put(line, new Change(text(base), text(next)));
            } else {
                kept.lines.remove(line);
            }
            return new Result(OptionalInt.of(line), "done", Optional.empty());
        } catch (UncheckedIOException e) {
            LOG.warn("line {} cannot be changed: {}", line, e.getMessage());
            return new Result(
                    OptionalInt.of(line), "refused", Optional.of("The disk does not take it."));
        } catch (BadLine | Refusal e) {
            return new Result(OptionalInt.of(line), "refused", Optional.of(e.getMessage()));
        }
    }

    private static String text(LineConfig config) {
        LineConfig open = config.with(draft -> draft.password(Secret.NONE));
        return LineJson.write(open, LineJson.Detail.FULL);
    }

    private void save() {
        try {
            KeptFile.write(file, GSON.toJson(kept));
        } catch (IOException e) {
            LOG.warn("what is desired is not kept over a restart: {}", e.toString());
        }
    }
}
