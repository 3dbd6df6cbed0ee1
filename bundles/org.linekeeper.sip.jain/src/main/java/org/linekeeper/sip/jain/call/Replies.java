// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import org.linekeeper.api.line.Transport;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.message.ResponseForm;
import org.linekeeper.sip.jain.message.Uri;
import org.linekeeper.sip.jain.net.Flow;
import org.linekeeper.sip.jain.transaction.ServerTransaction;

/** Responses that more than one request gets. */
final class Replies {
    private Replies() {}

    /** 200 with our Contact, in a dialog. */
    static ResponseForm ok(Line line, ServerTransaction to) {
        return inDialog(200, line, to)
                .with("Allow", Line.ALLOW)
                .with("Supported", SessionTimers.OPTION);
    }

    /** A response that makes or confirms a dialog. */
    static ResponseForm inDialog(int code, Line line, ServerTransaction to) {
        return ResponseForm.of(code)
                .with("Contact", "<" + contact(line, to.flow()) + ">")
                .with(line.agent().name(), line.agent().value());
    }

    private static String contact(Line line, Flow flow) {
        return line.contactUri(Peers.targetOf(flow)).orElseGet(() -> local(line, flow));
    }

    private static String local(Line line, Flow flow) {
        String host = flow.local().getAddress().getHostAddress().split("%", 2)[0];
        String transport =
                flow.transport() == Transport.UDP
                        ? ""
                        : ";transport="
                                + flow.transport().name().toLowerCase(java.util.Locale.ROOT);
        return "sip:"
                + Uri.escapedUser(line.config().user())
                + "@"
                + Uri.bracketed(host)
                + ":"
                + flow.local().getPort()
                + transport;
    }
}
