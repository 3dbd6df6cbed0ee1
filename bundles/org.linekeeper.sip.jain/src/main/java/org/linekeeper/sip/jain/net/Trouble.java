// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Map;
import org.linekeeper.api.line.Outcome.Kind;
import org.linekeeper.api.line.Outcome.Unreachable;

/** Puts what the system says about a socket into words. */
final class Trouble {
    private static final String TIMED_OUT = "Connection timed out";
    private static final String BROKEN_PIPE = "Broken pipe";

    /** What Linux calls the ICMP and ICMPv6 errors, as Java passes it on, and what they are. */
    private static final Map<String, String> WORDS =
            Map.of(
                    "Connection refused",
                    "port unreachable",
                    "No route to host",
                    "host unreachable",
                    "Network is unreachable",
                    "network unreachable",
                    "Protocol not available",
                    "protocol unreachable",
                    "Permission denied",
                    "administratively prohibited",
                    "Address already in use",
                    "taken",
                    TIMED_OUT,
                    "timed out",
                    "Cannot assign requested address",
                    "no such local address");

    private Trouble() {}

    static Unreachable icmp(IOException e) {
        return new Unreachable(Kind.ICMP, words(e));
    }

    static Unreachable noRoute(IOException e) {
        return noRoute(words(e));
    }

    static Unreachable noRoute(String why) {
        return new Unreachable(Kind.NO_ROUTE, why);
    }

    /** What a TCP connection failed on, at once, when the system has looked for a route. */
    static Unreachable connecting(IOException e) {
        return e instanceof ConnectException ? connected(e) : noRoute(e);
    }

    /** What a TCP connection failed on after its SYN was sent. */
    static Unreachable connected(IOException e) {
        if (!(e instanceof ConnectException)) {
            return icmp(e);
        }
        // Java has one class for both. Of itself the system gives up only after two minutes.
        return TIMED_OUT.equals(e.getMessage())
                ? new Unreachable(Kind.TCP_TIMEOUT, "timed out")
                : new Unreachable(Kind.TCP_REFUSED, "connection refused");
    }

    /** What an established connection ended with. */
    static Unreachable reset(IOException e) {
        boolean byPeer = e instanceof SocketException || BROKEN_PIPE.equals(e.getMessage());
        return new Unreachable(Kind.TCP_RESET, byPeer ? "peer reset the connection" : words(e));
    }

    static String words(IOException e) {
        if (e instanceof PortUnreachableException) {
            return "port unreachable";
        }
        String said = e.getMessage();
        if (said == null) {
            return e instanceof NoRouteToHostException
                    ? "host unreachable"
                    : e.getClass().getSimpleName();
        }
        return WORDS.getOrDefault(said, said);
    }

    /**
     * Whether the datagram was too large for the path or at all (EMSGSIZE). Linux says the former
     * on ICMP "fragmentation needed" and fragments the next one: the peer is not out of reach.
     */
    static boolean isTooLarge(IOException e) {
        return TooLarge.WORDS.equals(e.getMessage());
    }

    /** The words depend on the system's language, so the system is made to say them. */
    private static final class TooLarge {
        private static final String WORDS = provoke();

        private static String provoke() {
            try (DatagramChannel channel = DatagramChannel.open()) {
                channel.send(
                        ByteBuffer.allocate(65_536),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
            } catch (IOException e) {
                return String.valueOf(e.getMessage());
            }
            return "Message too long";
        }
    }
}
