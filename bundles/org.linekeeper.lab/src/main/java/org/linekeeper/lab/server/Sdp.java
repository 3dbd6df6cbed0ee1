// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.util.ArrayList;
import java.util.List;
import org.linekeeper.lab.sip.SipMessage;

/** Offers and answers of plain PCMU and PCMA (RFC 3264); no media flows. */
final class Sdp {

    static final String TYPE = "application/sdp";

    private static final String AUDIO_PORT = "40000";

    private Sdp() {}

    static String offer(String host) {
        return head(host) + "m=audio " + AUDIO_PORT + " RTP/AVP 0 8\r\na=sendrecv\r\n";
    }

    /** The answer to a message's offer; an offer when it has none. */
    static String answer(SipMessage message, String host) {
        if (!message.first("Content-Type").orElse("").toLowerCase().startsWith(TYPE)) {
            return offer(host);
        }
        List<String> media = new ArrayList<>();
        boolean taken = false;
        for (String line : message.bodyText().split("\r?\n")) {
            if (line.matches("m=\\S+ \\S+ \\S+ .*")) {
                boolean audio = !taken && line.matches("m=audio [1-9]\\d* RTP/AVP .*\\b[08]\\b.*");
                taken |= audio;
                media.add(mediaLine(line, audio));
            }
        }
        String direction = "a=" + answering(message.bodyText()) + "\r\n";
        return head(host) + String.join("", media) + direction;
    }

    private static String mediaLine(String offered, boolean accepted) {
        String[] parts = offered.split(" ", 4);
        if (!accepted) {
            // RFC 3264 section 6: the rest stays as offered, port 0 says no.
            parts[1] = "0";
            return String.join(" ", parts) + "\r\n";
        }
        boolean pcmu = List.of(parts[3].split(" ")).contains("0");
        return "m=audio " + AUDIO_PORT + " RTP/AVP " + (pcmu ? "0" : "8") + "\r\n";
    }

    private static String answering(String offer) {
        if (offer.contains("a=sendonly")) {
            return "recvonly";
        }
        if (offer.contains("a=recvonly")) {
            return "sendonly";
        }
        return offer.contains("a=inactive") ? "inactive" : "sendrecv";
    }

    private static String head(String host) {
        String address = (host.contains(":") ? "IP6 " : "IP4 ") + host;
        return "v=0\r\no=lab 1 1 IN " + address + "\r\ns=-\r\nc=IN " + address + "\r\nt=0 0\r\n";
    }
}
