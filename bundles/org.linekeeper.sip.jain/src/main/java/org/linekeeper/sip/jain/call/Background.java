// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import org.linekeeper.api.line.Hop;
import org.linekeeper.sip.jain.dialog.Dialog;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.exchange.Unattended;
import org.linekeeper.sip.jain.message.RequestForm;

/** A BYE for a dialog that nobody asked for. */
final class Background {
    private Background() {}

    static void bye(Line line, Hop hop, Dialog dialog) {
        Unattended.send(line, hop, () -> form(line, hop, dialog));
    }

    private static RequestForm form(Line line, Hop hop, Dialog dialog) {
        return dialog.request("BYE", hop.target()).with(line.agent().name(), line.agent().value());
    }
}
