// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.Dictionary;
import java.util.Enumeration;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Config Admin with factory configurations only, in memory. */
final class FakeConfigurationAdmin implements ConfigurationAdmin {
    private final Map<String, Entry> entries = new TreeMap<>();
    private BiConsumer<String, Dictionary<String, Object>> updates = (pid, properties) -> {};

    /** Hears of each update with the PID. */
    void onUpdate(BiConsumer<String, Dictionary<String, Object>> listener) {
        updates = listener;
    }

    /** The properties of all configurations by PID. */
    Map<String, Dictionary<String, Object>> all() {
        Map<String, Dictionary<String, Object>> all = new TreeMap<>();
        entries.forEach((pid, entry) -> all.put(pid, entry.properties));
        return all;
    }

    @Override
    public Configuration getFactoryConfiguration(String factory, String name, String location) {
        String pid = factory + "~" + name;
        return entries.computeIfAbsent(pid, absent -> new Entry(factory, pid));
    }

    @Override
    public Configuration[] listConfigurations(String filter) {
        Configuration[] found =
                entries.values().stream()
                        .filter(entry -> entry.properties != null)
                        .filter(e -> filter.equals("(service.factoryPid=" + e.factory + ")"))
                        .toArray(Configuration[]::new);
        return found.length == 0 ? null : found;
    }

    /** One configuration; {@code properties} is null until the first update. */
    private final class Entry implements Configuration {
        private final String factory;
        private final String pid;
        private Dictionary<String, Object> properties;
        private long changes;

        Entry(String factory, String pid) {
            this.factory = factory;
            this.pid = pid;
        }

        @Override
        public void update(Dictionary<String, ?> next) {
            properties = copy(next);
            changes++;
            updates.accept(pid, properties);
        }

        @Override
        public boolean updateIfDifferent(Dictionary<String, ?> next) {
            boolean different = properties == null || !properties.equals(copy(next));
            if (different) {
                update(next);
            }
            return different;
        }

        private static Dictionary<String, Object> copy(Dictionary<String, ?> from) {
            Dictionary<String, Object> copy = new Hashtable<>();
            for (Enumeration<String> keys = from.keys(); keys.hasMoreElements(); ) {
                String key = keys.nextElement();
                copy.put(key, from.get(key));
            }
            return copy;
        }

        @Override
        public void delete() {
            entries.remove(pid);
        }

        @Override
        public String getPid() {
            return pid;
        }

        @Override
        public Dictionary<String, Object> getProperties() {
            return properties == null ? null : copy(properties);
        }

        @Override
        public String getFactoryPid() {
            return factory;
        }

        @Override
        public long getChangeCount() {
            return changes;
        }

        @Override
        public Dictionary<String, Object> getProcessedProperties(ServiceReference<?> reference) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void update() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setBundleLocation(String location) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getBundleLocation() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void addAttributes(ConfigurationAttribute... attributes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<ConfigurationAttribute> getAttributes() {
            return Set.of();
        }

        @Override
        public void removeAttributes(ConfigurationAttribute... attributes) {
            throw new UnsupportedOperationException();
        }
    }

    @Override
    public Configuration createFactoryConfiguration(String factory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Configuration createFactoryConfiguration(String factory, String location) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Configuration getConfiguration(String pid, String location) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Configuration getConfiguration(String pid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Configuration getFactoryConfiguration(String factory, String name) {
        throw new UnsupportedOperationException();
    }
}
