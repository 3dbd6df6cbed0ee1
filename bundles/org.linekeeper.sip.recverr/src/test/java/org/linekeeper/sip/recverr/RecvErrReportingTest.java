// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.recverr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecvErrReportingTest {
    private final RecvErrReporting reporting = new RecvErrReporting();

    @ParameterizedTest
    @EnumSource(
            value = StandardProtocolFamily.class,
            names = {"INET", "INET6"})
    @EnabledOnOs(OS.LINUX)
    void theKernelIsAskedForIpv4(ProtocolFamily family) throws Exception {
        try (DatagramChannel channel = DatagramChannel.open(family)) {
            assertThat(option(channel, 0, 11)).isZero();
            assertThat(reporting.enable(channel)).isTrue();
            assertThat(option(channel, 0, 11)).isEqualTo(1);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theKernelIsAskedForIpv6OnASocketOfBothFamilies() throws Exception {
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET6)) {
            reporting.enable(channel);
            assertThat(option(channel, 41, 25)).isEqualTo(1);
        }
    }

    @Test
    void aClosedChannelIsNoError() throws Exception {
        DatagramChannel channel = DatagramChannel.open();
        channel.close();
        assertThat(reporting.enable(channel)).isFalse();
    }

    @Test
    void anotherSystemIsNoError() throws Exception {
        try (DatagramChannel channel = DatagramChannel.open()) {
            assertThat(new RecvErrReporting("Windows 11").enable(channel)).isFalse();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutTheOpenedPackageItSaysSoInOneLine() throws Exception {
        Process java =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                TwoChannels.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(java.getInputStream().readAllBytes());
        assertThat(java.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output.lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("--add-opens java.base/sun.nio.ch=ALL-UNNAMED"))
                .contains("false false");
    }

    /** Runs in a JVM of its own. */
    static final class TwoChannels {
        private TwoChannels() {}

        public static void main(String[] arguments) throws IOException {
            RecvErrReporting reporting = new RecvErrReporting();
            try (DatagramChannel one = DatagramChannel.open();
                    DatagramChannel other = DatagramChannel.open()) {
                System.out.println(reporting.enable(one) + " " + reporting.enable(other));
            }
        }
    }

    private static int option(DatagramChannel channel, int level, int name) throws Exception {
        Method descriptor = Class.forName("sun.nio.ch.SelChImpl").getMethod("getFD");
        Method getter =
                Class.forName("sun.nio.ch.Net")
                        .getDeclaredMethod(
                                "getIntOption0",
                                FileDescriptor.class,
                                boolean.class,
                                int.class,
                                int.class);
        descriptor.setAccessible(true);
        getter.setAccessible(true);
        return (int) getter.invoke(null, descriptor.invoke(channel), false, level, name);
    }
}
