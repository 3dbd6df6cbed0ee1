// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.FleetEar.word;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/**
 * A phone and the documented mosquitto over TLS. Where one does not trust the other, a person reads
 * why in one sentence of the phone's log, and the lines do not care.
 */
@Category(Full.class)
public class MqttTlsIT {
    private static final String SAYS = "MQTT: no connection, tried again from now on: ";

    @Rule public final TwoServers scene = new TwoServers();

    private Path files;
    private RealMosquitto broker;
    private PhoneProcess phone;

    @Before
    public void sign() throws Exception {
        files = Files.createDirectories(scene.directory().resolve("mosquitto"));
        Users.certificates(files, "authority");
        Users.certificates(files, "broker", "127.0.0.1");
        Users.certificates(files, "client", "dev1");
        Users.certificates(files, "client", "viewer");
    }

    private void broker(String config) throws IOException {
        broker = scene.closed(RealMosquitto.documented(files, config, "acl"));
    }

    private void phone(String... options) throws Exception {
        List<String> all = new ArrayList<>();
        all.addAll(List.of("--mqtt", "mqtts://127.0.0.1:" + broker.port()));
        all.addAll(List.of("--device-id", "dev1", "--log", "debug"));
        all.addAll(List.of(options));
        phone = scene.phoneOnPrimary(scene.file(), all.toArray(String[]::new));
    }

    private Path otherAuthority() throws Exception {
        Path others = Files.createDirectories(scene.directory().resolve("others"));
        Users.certificates(others, "authority");
        return others;
    }

    private String file(String name) {
        return files.resolve(name).toString();
    }

    private String[] trusting() {
        return new String[] {"--mqtt-ca", file("ca.pem")};
    }

    private String[] trusting(String certificate, String key) {
        String[] own = {"--mqtt-cert", file(certificate), "--mqtt-key", file(key)};
        return Stream.of(trusting(), own).flatMap(Stream::of).toArray(String[]::new);
    }

    private FleetEar viewer(String... options) throws IOException {
        List<String> all = new ArrayList<>();
        all.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(broker.port())));
        all.addAll(List.of("--cafile", file("ca.pem")));
        all.addAll(List.of(options));
        return scene.closed(FleetEar.of(all));
    }

    private FleetEar viewerWithCertificate() throws IOException {
        return viewer("--cert", file("viewer.pem"), "--key", file("viewer.key"));
    }

    private void isBorn(FleetEar ear) {
        Scene.until("the birth", () -> !ear.on("up/conn").isEmpty());
        assertThat(word(ear.on("up/conn").get(0), "st")).isEqualTo("online");
        Scene.until("the first transition", () -> !ear.story().isEmpty());
    }

    private List<String> warnings() throws IOException {
        return phone.log().lines().filter(line -> line.contains(" WARN ")).toList();
    }

    /**
     * Says so once, while the line switches as ever.
     *
     * @param whys any of these: what a broker says as it hangs up may be lost on the way
     */
    private void isRefused(String... whys) throws Exception {
        Scene.until("it says why", () -> phone.log().contains(SAYS));
        scene.primary().closeSockets();
        phone.register();
        phone.awaitLine("on_backup", scene.backup().port(), Scene.SOON);
        assertThat(warnings()).hasSize(1);
        String warning = warnings().get(0);
        assertThat(warning.substring(warning.indexOf(SAYS) + SAYS.length())).isIn((Object[]) whys);
        assertThat(phone.log()).doesNotContain("MQTT: connected");
    }

    @Test
    public void eachKnowsTheOtherByItsCertificate() throws Exception {
        broker("mosquitto.conf");
        FleetEar ear = viewerWithCertificate();
        phone(trusting("dev1.pem", "dev1.key"));
        isBorn(ear);
        assertThat(warnings()).isEmpty();
    }

    @Test
    public void aCertificateForAnotherHostIsRefused() throws Exception {
        Users.certificates(files, "broker", "broker.example");
        broker("mosquitto.conf");
        phone(trusting("dev1.pem", "dev1.key"));
        isRefused("its certificate is not for the host 127.0.0.1");
    }

    @Test
    public void aCertificateOfAnAuthorityThatThePhoneDoesNotKnowIsRefused() throws Exception {
        broker("mosquitto.conf");
        Files.copy(otherAuthority().resolve("ca.pem"), files.resolve("other-ca.pem"));
        phone(
                "--mqtt-ca",
                file("other-ca.pem"),
                "--mqtt-cert",
                file("dev1.pem"),
                "--mqtt-key",
                file("dev1.key"));
        isRefused("its certificate is of no authority that is trusted here");
    }

    @Test
    public void aPhoneWithoutACertificateIsToldThatTheBrokerWantsOne() throws Exception {
        broker("mosquitto.conf");
        phone(trusting());
        isRefused(
                "it asks for a certificate of this client, which has none",
                "it hangs up after the TLS handshake; it may want a certificate of this client");
    }

    @Test
    public void aPhoneIsToldThatTheBrokerDoesNotKnowItsAuthority() throws Exception {
        broker("mosquitto.conf");
        Path others = otherAuthority();
        Users.certificates(others, "client", "dev1");
        Files.copy(others.resolve("dev1.pem"), files.resolve("other.pem"));
        Files.copy(others.resolve("dev1.key"), files.resolve("other.key"));
        phone(trusting("other.pem", "other.key"));
        isRefused(
                "it does not accept this client's certificate: unknown_ca",
                "it hangs up in the TLS handshake; it may want another certificate of this client",
                "it hangs up after the TLS handshake; it may not accept this client's certificate");
    }

    @Test
    public void aKeyThatIsNotTheCertificatesIsNamed() throws Exception {
        broker("mosquitto.conf");
        phone(trusting("dev1.pem", "viewer.key"));
        isRefused(file("viewer.key") + " is not the key of " + file("dev1.pem"));
    }

    @Test
    public void aBrokerWithoutTlsIsNotTakenForOneThatIsAway() throws Exception {
        broker = scene.closed(RealMosquitto.start(files));
        phone(trusting());
        isRefused("it hangs up in the TLS handshake; it may not speak TLS at this port");
    }

    /** The files are read with each try: nobody restarts a phone for a certificate. */
    @Test
    public void aCertificateThatIsMendedIsTakenUp() throws Exception {
        broker("mosquitto.conf");
        FleetEar ear = viewerWithCertificate();
        Files.copy(otherAuthority().resolve("ca.pem"), files.resolve("phone-ca.pem"));
        phone(
                "--mqtt-ca",
                file("phone-ca.pem"),
                "--mqtt-cert",
                file("dev1.pem"),
                "--mqtt-key",
                file("dev1.key"));
        isRefused("its certificate is of no authority that is trusted here");
        Files.copy(files.resolve("ca.pem"), files.resolve("phone-ca.pem"), REPLACE_EXISTING);
        isBorn(ear);
    }

    @Test
    public void aPasswordOutOfAFileOpensTheDoorAndIsSaidNowhere() throws Exception {
        Users.passwords(files, List.of("dev1", "viewer"));
        broker("passwords.conf");
        FleetEar ear = viewer("-u", "viewer", "-P", Users.PASSWORD);
        Files.writeString(files.resolve("word"), Users.PASSWORD + "\n");
        phone(withPassword());
        isBorn(ear);
        phone.stop();
        assertThat(warnings()).isEmpty();
        isSaidNowhere(Users.PASSWORD);
    }

    @Test
    public void aWrongPasswordIsRefusedAndSaidNowhere() throws Exception {
        Users.passwords(files, List.of("dev1"));
        broker("passwords.conf");
        Files.writeString(files.resolve("word"), "wrong guess\n");
        phone(withPassword());
        isRefused("it does not let this user in");
        phone.stop();
        isSaidNowhere("wrong guess");
    }

    private String[] withPassword() {
        String[] user = {"--mqtt-user", "dev1", "--mqtt-password-file", file("word")};
        return Stream.of(trusting(), user).flatMap(Stream::of).toArray(String[]::new);
    }

    /** Neither in what the phone says nor in what it keeps. */
    private void isSaidNowhere(String secret) throws IOException {
        assertThat(phone.log()).contains("MQTT: ").doesNotContain(secret);
        try (Stream<Path> kept = Files.walk(scene.directory().resolve("home"))) {
            for (Path each : kept.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(each, ISO_8859_1))
                        .as(each.toString())
                        .doesNotContain(secret);
            }
        }
    }
}
