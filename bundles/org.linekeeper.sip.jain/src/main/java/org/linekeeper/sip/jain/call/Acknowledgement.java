// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import org.linekeeper.api.line.Target;
import org.linekeeper.sip.jain.dialog.Dialog;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.message.RequestForm;

/** The ACK for one 2xx, sent for each copy of it (RFC 3261 section 13.2.2.4). */
final class Acknowledgement {
    private final Line line;
    private final Target target;
    private final Dialog dialog;
    private final RequestForm ack;
    private final String branch;

    Acknowledgement(Line line, Target target, Dialog dialog, RequestForm ack) {
        this.line = line;
        this.target = target;
        this.dialog = dialog;
        this.ack = ack;
        this.branch = line.ids().branch();
    }

    Dialog dialog() {
        return dialog;
    }

    void send() {
        line.sendOnce(target, ack, branch);
    }
}
