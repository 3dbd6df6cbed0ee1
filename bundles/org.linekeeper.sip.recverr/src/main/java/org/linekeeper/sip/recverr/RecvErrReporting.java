// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.recverr;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import org.linekeeper.api.sip.ErrorReporting;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets IP_RECVERR and IPV6_RECVERR (Linux, ip(7) and ipv6(7)). Where it cannot, it says so once and
 * answers no.
 */
@Component
public final class RecvErrReporting implements ErrorReporting {
    private static final Logger LOG = LoggerFactory.getLogger(RecvErrReporting.class);

    private static final int IPPROTO_IP = 0;
    private static final int IP_RECVERR = 11;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_RECVERR = 25;

    private final Optional<KernelOptions> options;

    /** Looks what this system and this JVM can do. */
    @Activate
    public RecvErrReporting() {
        this(System.getProperty("os.name"));
    }

    RecvErrReporting(String system) {
        options = find(system);
    }

    private static Optional<KernelOptions> find(String system) {
        try {
            if (system.equals("Linux")) {
                return Optional.of(KernelOptions.find());
            }
            LOG.info("ICMP host and net unreachable are not asked for: {} is not Linux", system);
        } catch (KernelOptions.Unavailable e) {
            LOG.info("ICMP host and net unreachable stay unseen on UDP: {}", e.getMessage());
        }
        return Optional.empty();
    }

    @Override
    public boolean enable(DatagramChannel channel) {
        // A socket for IPv6 takes both, as it may carry IPv4 too; one for IPv4 refuses the second.
        return options.isPresent()
                && set(options.get(), channel, IPPROTO_IP, IP_RECVERR)
                        | set(options.get(), channel, IPPROTO_IPV6, IPV6_RECVERR);
    }

    private static boolean set(
            KernelOptions options, DatagramChannel channel, int level, int name) {
        try {
            options.enable(channel, level, name);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
