// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.media;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.sip.MediaSession;

/** One call's descriptions (RFC 3264). */
final class PlainSession implements MediaSession {
    /** The discard port: valid on the wire, and what comes there is not missed. */
    private static final int PORT = 9;

    private final String address;
    private final long id;
    private long version;
    private String last = "";

    PlainSession(InetAddress local, long id) {
        String literal = local.getHostAddress().split("%", 2)[0];
        this.address = (local instanceof Inet6Address ? "IN IP6 " : "IN IP4 ") + literal;
        this.id = id;
    }

    @Override
    public String offer() {
        return described(
                "m=audio "
                        + PORT
                        + " RTP/AVP 0 8\r\n"
                        + formats(List.of("0", "8"))
                        + Direction.SENDRECV.line()
                        + "\r\n");
    }

    @Override
    public Optional<String> answer(String offer) {
        Optional<Sdp> theirs = Sdp.parse(offer);
        if (theirs.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder sections = new StringBuilder();
        boolean taken = false;
        for (Section section : theirs.get().sections()) {
            boolean suits = !taken && section.isPlainAudio();
            sections.append(suits ? accepted(section, theirs.get()) : section.refused());
            taken |= suits;
        }
        // An offer that stops its media leaves nothing to agree upon, and that is agreed.
        boolean stopped = theirs.get().sections().stream().allMatch(s -> s.port() == 0);
        return taken || stopped ? Optional.of(described(sections.toString())) : Optional.empty();
    }

    @Override
    public void answered(String answer) {}

    @Override
    public void end() {}

    private static String accepted(Section section, Sdp sdp) {
        List<String> formats = new ArrayList<>(section.formats());
        formats.retainAll(List.of("0", "8"));
        return "m=audio "
                + PORT
                + " RTP/AVP "
                + String.join(" ", formats)
                + "\r\n"
                + formats(formats)
                + sdp.direction(section).answer().line()
                + "\r\n";
    }

    private static String formats(List<String> payloads) {
        StringBuilder lines = new StringBuilder();
        payloads.forEach(
                p ->
                        lines.append(p.equals("0") ? "a=rtpmap:0 PCMU" : "a=rtpmap:8 PCMA")
                                .append("/8000\r\n"));
        return lines.toString();
    }

    /** The whole description; its version grows when it differs from the last one. */
    private String described(String sections) {
        if (!sections.equals(last)) {
            version++;
            last = sections;
        }
        return "v=0\r\no=- "
                + id
                + " "
                + version
                + " "
                + address
                + "\r\ns=-\r\nc="
                + address
                + "\r\nt=0 0\r\n"
                + sections;
    }
}
