// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.lines.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines as they are configured, and the servers that DHCP names: tells the {@link LineSet} how
 * each line is to run. DHCP never changes what is configured. Safe for use by several threads.
 */
final class ConfiguredLines {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredLines.class);

    private final LineSet set;
    private final AtomicFile file;
    private final Map<Integer, LineConfig> configured = new TreeMap<>();
    private DhcpOption120 option;

    /** Lines of a set, and the option as it was kept below {@code home}. */
    ConfiguredLines(LineSet set, Path home) {
        this.set = set;
        this.file = new AtomicFile(home.resolve("dhcp-option-120"));
        this.option = load();
    }

    private DhcpOption120 load() {
        try {
            return file.read().map(DhcpOption120::read).orElse(DhcpOption120.NONE);
        } catch (IOException | Refusal bad) {
            LOG.warn("the kept DHCP option 120 is not used: {}", bad.getMessage());
            return DhcpOption120.NONE;
        }
    }

    /** These lines and no others, as {@link LineSet#open}. */
    synchronized void open(List<LineConfig> configs) {
        configured.clear();
        configs.forEach(config -> configured.put(config.line(), config));
        set.open(configs.stream().map(option::appliedTo).toList());
    }

    /** A line came or changed. */
    synchronized void configure(LineConfig config) {
        configured.put(config.line(), config);
        set.configure(option.appliedTo(config));
    }

    /** A line went. */
    synchronized void remove(int number) {
        configured.remove(number);
        set.remove(number);
    }

    /**
     * What DHCP says from now on, over restarts too. Lines that allow it change their servers as
     * when these are configured; the option that stands, as each renewal brings it, changes
     * nothing.
     */
    synchronized void take(DhcpOption120 next) {
        if (next.equals(option)) {
            return;
        }
        option = next;
        keep();
        LOG.info("DHCP option 120 names the servers {}", next.servers());
        if (next.servers().size() > DhcpOption120.MOST_SERVERS) {
            LOG.info(
                    "DHCP option 120 names {} servers, of which lines take the first {}",
                    next.servers().size(),
                    DhcpOption120.MOST_SERVERS);
        }
        configured.values().stream()
                .filter(LineConfig::dhcpOption120)
                .forEach(config -> set.configure(option.appliedTo(config)));
    }

    /** A disk in trouble does not keep the lines from servers that are there. */
    private void keep() {
        try {
            if (option.equals(DhcpOption120.NONE)) {
                file.delete();
            } else {
                file.write(option.hex());
            }
        } catch (IOException e) {
            LOG.warn("DHCP option 120 is not kept for the next start: {}", e.getMessage());
        }
    }
}
