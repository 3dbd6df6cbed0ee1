// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

final class EntriesTest {
    @TempDir Path root;

    @Test
    void theFilesOfABundleAreReadAndItsDirectoriesLeftOut() throws IOException {
        Path directory = Files.createDirectory(root.resolve("web"));
        Path file = Files.writeString(directory.resolve("a.js"), "text");
        URL[] urls = {directory.toUri().toURL(), file.toUri().toURL()};

        assertThat(Entries.of(bundle(List.of(urls))).below("web"))
                .hasSize(1)
                .allSatisfy(
                        (path, bytes) -> {
                            assertThat(path).endsWith("web/a.js");
                            assertThat(bytes).isEqualTo(new byte[] {'t', 'e', 'x', 't'});
                        });
        assertThat(Entries.of(bundle(null)).below("web")).isEmpty();
    }

    private static Bundle bundle(List<URL> entries) throws MalformedURLException {
        return (Bundle)
                Proxy.newProxyInstance(
                        Bundle.class.getClassLoader(),
                        new Class<?>[] {Bundle.class},
                        (proxy, method, args) ->
                                entries == null ? null : Collections.enumeration(entries));
    }
}
