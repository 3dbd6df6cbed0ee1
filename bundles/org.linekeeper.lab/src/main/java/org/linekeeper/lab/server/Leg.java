// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.linekeeper.lab.sip.NameAddress;
import org.linekeeper.lab.sip.SipMessage;

/**
 * The server's end of a dialog: what its own requests in it carry (RFC 3261 section 12.2.1.1).
 *
 * @param dialog as it stands in the store
 * @param local the value of From
 * @param remote the value of To
 * @param target the Request-URI: the phone's Contact
 * @param routes in order
 * @param flow how the dialog was set up
 */
record Leg(
        Dialog dialog, String local, String remote, String target, List<String> routes, Flow flow) {

    /** The end of a dialog that the phone began with this request and the server accepted. */
    static Leg accepted(Dialog dialog, SipMessage request, Flow flow) {
        SipMessage tagged = request.withToTag(dialog.calleeTag());
        return new Leg(
                dialog,
                tagged.first("To").orElseThrow(),
                request.first("From").orElseThrow(),
                contact(request),
                request.list("Record-Route"),
                flow);
    }

    /** The end of a dialog that the server began and the phone accepted with this response. */
    static Leg placed(Dialog dialog, SipMessage response, Flow flow) {
        List<String> routes = new ArrayList<>(response.list("Record-Route"));
        Collections.reverse(routes);
        return new Leg(
                dialog,
                response.first("From").orElseThrow(),
                response.first("To").orElseThrow(),
                contact(response),
                routes,
                flow);
    }

    private static String contact(SipMessage message) {
        return message.contacts().stream()
                .findFirst()
                .map(NameAddress::uri)
                .orElse("sip:nobody@invalid");
    }

    /** A request in this dialog with the next CSeq. */
    SipMessage request(Node node, String method) {
        return request(node, method, node.dialogs().nextCSeq(dialog));
    }

    /** A request in this dialog with that CSeq, as an ACK needs it. */
    SipMessage request(Node node, String method, long cseq) {
        Transport transport = flow.transport();
        SipMessage request =
                SipMessage.request(method, target)
                        .plus("Via", node.via(transport, node.ids().branch()) + ";rport")
                        .plus("Max-Forwards", "70")
                        .plus("From", local)
                        .plus("To", remote)
                        .plus("Call-ID", dialog.callId())
                        .plus("CSeq", cseq + " " + method)
                        .plus("Contact", node.contact(transport));
        for (String route : routes) {
            request = request.plus("Route", route);
        }
        return request;
    }

    /** The connection while it lives, else the way that route and target name. */
    Flow way(Node node, SipMessage request) {
        if (flow.transport() != Transport.UDP && flow.isOpen()) {
            return flow;
        }
        Optional<Flow> named = node.nextHop(request);
        return named.filter(f -> f.transport() == flow.transport()).orElse(flow);
    }
}
