// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import org.linekeeper.lab.sip.SipMessage;

/** A subscription of a phone at a server. For any thread. */
public final class LabSubscription {

    private static final String NOTHING_GOES_ON =
            "<?xml version=\"1.0\"?>\n"
                    + "<dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"0\""
                    + " state=\"full\" entity=\"sip:lab\"/>\n";

    private final Node node;
    private final Requests requests;
    private final Leg leg;
    private final String event;

    LabSubscription(Node node, Requests requests, Leg leg, String event) {
        this.node = node;
        this.requests = requests;
        this.leg = leg;
        this.event = event;
    }

    /** The package that the phone asked for. */
    public String event() {
        return event;
    }

    public Dialog dialog() {
        return leg.dialog();
    }

    /** Sends a NOTIFY with this Subscription-State, for example {@code pending;expires=60}. */
    public LabRequest notify(String state) {
        return node.loop().call(() -> send(state));
    }

    /** Ends the subscription for that reason, such as {@code deactivated;retry-after=5}. */
    public LabRequest terminate(String reason) {
        LabRequest last = notify("terminated;reason=" + reason);
        node.dialogs().remove(leg.dialog());
        return last;
    }

    private LabRequest send(String state) {
        SipMessage notify =
                leg.request(node, "NOTIFY").plus("Event", event).plus("Subscription-State", state);
        if (event.startsWith("message-summary")) {
            notify =
                    notify.withBody(
                            "application/simple-message-summary", "Messages-Waiting: no\r\n");
        } else if (event.startsWith("dialog")) {
            notify = notify.withBody("application/dialog-info+xml", NOTHING_GOES_ON);
        }
        return requests.send(leg.way(node, notify), notify);
    }
}
