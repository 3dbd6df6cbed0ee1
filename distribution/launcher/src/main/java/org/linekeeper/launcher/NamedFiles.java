// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** Files that the command line names; looked at only to see that they are what they should be. */
final class NamedFiles {
    private NamedFiles() {}

    static Path path(String option, String value) throws BadArguments {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new BadArguments(option + " " + value + " cannot be a path here");
        }
    }

    static String certificates(String option, String value) throws BadArguments {
        Path file = file(option, value);
        try (InputStream in = Files.newInputStream(file)) {
            int found = CertificateFactory.getInstance("X.509").generateCertificates(in).size();
            if (found > 0) {
                return file.toString();
            }
        } catch (IOException | CertificateException unreadable) {
            // Said below, as for a file without any.
        }
        throw new BadArguments(option + " " + value + " holds no certificate in PEM form");
    }

    static Path file(String option, String value) throws BadArguments {
        Path file = path(option, value);
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new BadArguments(option + " " + value + " is no file that can be read");
        }
        return file.toAbsolutePath();
    }
}
