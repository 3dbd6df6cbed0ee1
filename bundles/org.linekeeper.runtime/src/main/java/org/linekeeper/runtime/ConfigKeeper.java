// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Secret;
import org.linekeeper.config.kit.json.BadLine;
import org.linekeeper.config.kit.json.LineJson;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines in Config Admin: one factory configuration each, the line as JSON but for its password,
 * which lies in the vault.
 */
final class ConfigKeeper implements LineKeeping {
    /** The factory PID of lines. */
    static final String PID = "org.linekeeper.line";

    private static final Logger LOG = LoggerFactory.getLogger(ConfigKeeper.class);
    private static final String CONFIG = "config";
    private static final String LINE = "line";
    private static final String SOURCE = "source";

    private final ConfigurationAdmin admin;
    private final LineVault vault;

    ConfigKeeper(ConfigurationAdmin admin, LineVault vault) {
        this.admin = admin;
        this.vault = vault;
    }

    @Override
    public void keep(LineConfig config) {
        keep(config, source());
    }

    @Override
    public List<LineConfig> provision(String source, List<LineConfig> given) {
        List<LineConfig> standing = standing();
        if (!standing.isEmpty() && source.equals(source())) {
            return standing;
        }
        Set<Integer> wanted = new HashSet<>();
        for (LineConfig config : given) {
            wanted.add(config.line());
            keep(config, source);
        }
        for (Configuration old : all()) {
            read(old.getProperties())
                    .filter(config -> !wanted.contains(config.line()))
                    .ifPresent(config -> delete(old, config.line()));
        }
        return given;
    }

    @Override
    public List<LineConfig> standing() {
        List<LineConfig> lines = new ArrayList<>();
        all().forEach(c -> read(c.getProperties()).ifPresent(lines::add));
        return lines;
    }

    /** Where all lines come from; empty if they do not come from one place, or there is none. */
    private String source() {
        Set<String> sources = new HashSet<>();
        all().forEach(c -> sources.add(String.valueOf(c.getProperties().get(SOURCE))));
        return sources.size() == 1 ? sources.iterator().next() : "";
    }

    private void keep(LineConfig config, String source) {
        try {
            boolean newPassword = !vault.load(config.line()).equals(config.password());
            vault.save(config.line(), config.password());
            Dictionary<String, Object> properties = new Hashtable<>();
            LineConfig open = config.with(draft -> draft.password(Secret.NONE));
            properties.put(CONFIG, LineJson.write(open, LineJson.Detail.FULL));
            properties.put(LINE, config.line());
            properties.put(SOURCE, source);
            Configuration kept =
                    admin.getFactoryConfiguration(PID, Integer.toString(config.line()), "?");
            if (newPassword) {
                // The line hears of it only through an update, and nothing else may be different.
                kept.update(properties);
            } else {
                kept.updateIfDifferent(properties);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("line " + config.line() + " cannot be kept", e);
        }
    }

    private void delete(Configuration configuration, int line) {
        try {
            configuration.delete();
            vault.save(line, Secret.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Configuration> all() {
        try {
            Configuration[] found = admin.listConfigurations("(service.factoryPid=" + PID + ")");
            return found == null ? List.of() : List.of(found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidSyntaxException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private Optional<LineConfig> read(Dictionary<String, Object> properties) {
        return read(String.valueOf(properties.get(CONFIG)));
    }

    /** The number of the line that a configuration holds. */
    static Optional<Integer> number(Map<String, Object> properties) {
        return properties.get(LINE) instanceof Integer number
                ? Optional.of(number)
                : Optional.empty();
    }

    /** The line that a configuration holds; empty, with a warning, if it holds none. */
    Optional<LineConfig> read(Map<String, Object> properties) {
        return read(String.valueOf(properties.get(CONFIG)));
    }

    private Optional<LineConfig> read(String json) {
        try {
            LineConfig config = LineJson.read(json);
            return Optional.of(config.with(d -> d.password(vault.load(config.line()))));
        } catch (BadLine | UncheckedIOException bad) {
            LOG.warn("a stored line is not used: {}", bad.getMessage());
            return Optional.empty();
        }
    }
}
