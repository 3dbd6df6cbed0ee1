// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.lines;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.sip.TraceEntry;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The phone's lines, for its user. Safe for use by several threads; nothing waits for the network.
 *
 * @see Refusal thrown when what is asked cannot be
 */
@ProviderType
public interface Lines {
    /** All lines in the order of their numbers. */
    List<LineView> lines();

    /** One line; refused with NOT_FOUND. */
    LineView line(int number);

    /** Registers by hand: to the primary first (F2). */
    void register(int line);

    /** Sends an OPTIONS by hand, to the server in use. */
    void options(int line);

    /**
     * Places a call.
     *
     * @param to a sip: or sips: URI of at most 256 characters, or digits, * and #
     */
    CallView dial(int line, String to);

    /** All calls that live or ended in the last ten minutes, oldest first. */
    List<CallView> calls();

    /** One of these; refused with NOT_FOUND. */
    CallView call(String id);

    /** Answers a call that rings here; else refused with WRONG_STATE. */
    void answer(String call);

    /** Ends a call at once, whatever the network does; a ringing one is refused with 486. */
    void hangUp(String call);

    /**
     * Subscribes to an event package.
     *
     * @param event a token of at most 64 characters, such as {@code message-summary}
     * @param to a sip: or sips: URI of at most 256 characters; empty = the line's own
     *     address-of-record
     */
    SubscriptionView subscribe(int line, String event, Optional<String> to);

    /** The subscriptions of a line, oldest first. */
    List<SubscriptionView> subscriptions(int line);

    /** Ends a subscription; refused with NOT_FOUND if the line has none of this id. */
    void unsubscribe(int line, String subscription);

    /** What is kept, and runs now or as soon as it can, in the order of the lines' numbers. */
    List<LineConfig> configs();

    /** Changes or adds a line, kept over restarts. */
    void configure(LineConfig config);

    /**
     * Takes over the phone's own files, all lines at once; a line that is not among them goes. If
     * they are those of last time, what was changed by hand since then stays.
     *
     * @param source tells these files, as they are now, from any others
     */
    void provision(String source, List<LineConfig> configs);

    /**
     * Takes over what DHCP option 120 says (RFC 3361), kept over restarts: the first two servers
     * that it names take the place of the servers of each line that allows it. {@link #configs}
     * stays as it is.
     *
     * @param hex the option without its code and length, at most 255 octets in hexadecimal; empty =
     *     there is none (any more)
     */
    void takeDhcpOption120(String hex);

    /** The id of the policy that decides from now on; empty as long as there is none. */
    Optional<String> policy();

    /** The last messages of a line, without credentials. */
    List<TraceEntry> trace(int line);

    /** The ladders of a line's last switches, oldest first: at most four, none over a restart. */
    List<Ladder> ladders(int line);

    /** One of these; refused with NOT_FOUND. */
    Ladder ladder(int line, String id);

    /** Counters of a line, by name. */
    Map<String, Long> counters(int line);
}
