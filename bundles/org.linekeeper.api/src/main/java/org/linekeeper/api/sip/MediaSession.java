// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.sip;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The media of one call (RFC 3264). Called on the signalling's thread: must not block.
 *
 * <p>Descriptions are SDP texts of at most 16 KiB.
 */
@ConsumerType
public interface MediaSession {
    /** Our offer, as it stands now. */
    String offer();

    /** Our answer to the peer's offer; empty = nothing in it suits us (488). */
    Optional<String> answer(String offer);

    /** The peer's answer to our offer. */
    void answered(String answer);

    /** The call is over. Called once. */
    void end();
}
