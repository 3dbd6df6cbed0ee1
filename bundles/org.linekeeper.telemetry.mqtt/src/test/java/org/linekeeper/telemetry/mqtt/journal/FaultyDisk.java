// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk in memory that can fail, and lose at a power cut any end of what was not forced, in the
 * middle of a write too. New names and replacements are safe at once, deletions may come undone.
 */
final class FaultyDisk implements Disk {
    private final Map<String, Content> files = new TreeMap<>();
    private final Map<String, Content> deleted = new TreeMap<>();
    private boolean failing;
    private int forces;

    /** A file, and what was written since it was last forced. */
    private static final class Content {
        private byte[] safe = {};
        private final List<Write> writes = new ArrayList<>();

        byte[] now() {
            byte[] bytes = safe;
            for (Write write : writes) {
                bytes = write.onto(bytes, write.bytes().length);
            }
            return bytes;
        }
    }

    /** A write, or, with {@code truncates}, the new size. */
    private record Write(int at, byte[] bytes, boolean truncates) {
        byte[] onto(byte[] before, int most) {
            if (truncates) {
                return Arrays.copyOf(before, Math.min(at, before.length));
            }
            byte[] after = Arrays.copyOf(before, Math.max(before.length, at + most));
            System.arraycopy(bytes, 0, after, at, most);
            return after;
        }
    }

    void fail(boolean now) {
        failing = now;
    }

    int forces() {
        return forces;
    }

    Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new TreeMap<>();
        files.forEach((name, content) -> sizes.put(name, content.now().length));
        return sizes;
    }

    void flip(String name, int at) {
        Content content = files.get(name);
        content.safe = content.now();
        content.writes.clear();
        content.safe[at] ^= 0x40;
    }

    /** The power goes. */
    void cut(Random chance) {
        deleted.forEach(
                (name, content) -> {
                    if (chance.nextBoolean()) {
                        files.putIfAbsent(name, content);
                    }
                });
        deleted.clear();
        for (Content content : files.values()) {
            int kept = chance.nextInt(content.writes.size() + 1);
            byte[] bytes = content.safe;
            for (int i = 0; i < kept; i++) {
                Write write = content.writes.get(i);
                bytes = write.onto(bytes, write.bytes().length);
            }
            if (kept < content.writes.size()) {
                Write torn = content.writes.get(kept);
                if (!torn.truncates()) {
                    bytes = torn.onto(bytes, chance.nextInt(torn.bytes().length + 1));
                }
            }
            content.safe = bytes;
            content.writes.clear();
        }
    }

    private void check() throws IOException {
        if (failing) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public File open(String name) throws IOException {
        if (!files.containsKey(name)) {
            check();
        }
        return new Open(files.computeIfAbsent(name, any -> new Content()));
    }

    @Override
    public void replace(String name, String by) throws IOException {
        check();
        files.put(name, files.remove(by));
        deleted.remove(name);
    }

    @Override
    public void delete(String name) {
        Content content = files.remove(name);
        if (content != null) {
            deleted.put(name, content);
        }
    }

    /** A file of it. */
    private final class Open implements File {
        private final Content content;

        Open(Content content) {
            this.content = content;
        }

        @Override
        public long size() {
            return content.now().length;
        }

        @Override
        public byte[] read(int most) {
            byte[] now = content.now();
            return Arrays.copyOf(now, Math.min(most, now.length));
        }

        @Override
        public void write(long at, byte[] bytes) throws IOException {
            content.writes.add(new Write((int) at, bytes.clone(), false));
            check();
        }

        @Override
        public void truncate(long size) throws IOException {
            check();
            content.writes.add(new Write((int) size, new byte[0], true));
        }

        @Override
        public void force() throws IOException {
            check();
            forces++;
            content.safe = content.now();
            content.writes.clear();
        }

        @Override
        public void close() {}
    }
}
