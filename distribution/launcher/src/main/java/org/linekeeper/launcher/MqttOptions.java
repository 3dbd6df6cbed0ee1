// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.launcher;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The broker where phones tell what their lines do, and who we are there. */
final class MqttOptions {
    private static final Map<String, String> NAMES =
            Map.of(
                    "--mqtt", "linekeeper.mqtt",
                    "--mqtt-ca", "linekeeper.mqtt.ca",
                    "--mqtt-cert", "linekeeper.mqtt.cert",
                    "--mqtt-key", "linekeeper.mqtt.key",
                    "--mqtt-user", "linekeeper.mqtt.user",
                    "--mqtt-password-file", "linekeeper.mqtt.password-file",
                    "--tenant", "linekeeper.tenant",
                    "--device-id", "linekeeper.device-id",
                    "--site", "linekeeper.site");
    private static final int MOST_CHARS = 64;

    private final Map<String, String> given = new TreeMap<>();

    static boolean knows(String option) {
        return NAMES.containsKey(option);
    }

    void put(String option, String value) throws BadArguments {
        given.put(
                option,
                switch (option) {
                    case "--mqtt" -> url(value);
                    case "--mqtt-ca", "--mqtt-cert" -> NamedFiles.certificates(option, value);
                    case "--mqtt-key", "--mqtt-password-file" ->
                            NamedFiles.file(option, value).toString();
                    case "--tenant", "--device-id", "--site" -> name(option, value);
                    default -> value;
                });
    }

    private static String url(String value) throws BadArguments {
        try {
            URI uri = new URI(value);
            boolean scheme = "mqtt".equals(uri.getScheme()) || "mqtts".equals(uri.getScheme());
            boolean bare =
                    Optional.ofNullable(uri.getPath()).orElse("").matches("/?")
                            && uri.getQuery() == null
                            && uri.getFragment() == null;
            boolean port = uri.getPort() == -1 || uri.getPort() > 0 && uri.getPort() < 65_536;
            if (scheme && bare && port && uri.getHost() != null && uri.getUserInfo() == null) {
                return value;
            }
        } catch (URISyntaxException notAUrl) {
            // Said below, as for a URL of another kind.
        }
        // Not as it was given: what does not fit may hold a password.
        throw new BadArguments(
                "--mqtt is not mqtt://HOST[:PORT] or mqtts://HOST[:PORT]; a user's name and"
                        + " password have options of their own");
    }

    /** What can stand in a topic and in a broker's access list. */
    private static String name(String option, String value) throws BadArguments {
        if (value.isBlank() || value.length() > MOST_CHARS || !value.matches("[^\\p{C}/+#]+")) {
            throw new BadArguments(
                    option + " is not 1 to " + MOST_CHARS + " characters without / + #");
        }
        return value;
    }

    /** Framework properties. */
    Map<String, String> properties() throws BadArguments {
        if (given.containsKey("--mqtt-cert") != given.containsKey("--mqtt-key")) {
            throw new BadArguments("--mqtt-cert and --mqtt-key go together");
        }
        if (given.containsKey("--mqtt-password-file") && !given.containsKey("--mqtt-user")) {
            throw new BadArguments("--mqtt-password-file needs --mqtt-user");
        }
        boolean more = given.keySet().stream().anyMatch(option -> option.startsWith("--mqtt-"));
        if (more && !given.containsKey("--mqtt")) {
            throw new BadArguments("options of MQTT need --mqtt URL");
        }
        return named();
    }

    /** Whether anything was said about a broker. */
    boolean isEmpty() {
        return given.keySet().stream().noneMatch(option -> option.startsWith("--mqtt"));
    }

    private Map<String, String> named() {
        Map<String, String> properties = new TreeMap<>();
        given.forEach((option, value) -> properties.put(NAMES.get(option), value));
        return properties;
    }
}
