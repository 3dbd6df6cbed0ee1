// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.Optional;
import org.linekeeper.api.call.CallPlanner;
import org.linekeeper.api.call.Dialled;
import org.linekeeper.api.line.AddressOfRecord;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the planner, while there is one, where a call is to go. Without one, or when it fails, a
 * call goes as dialled: a phone keeps its dial tone. Safe for use by several threads.
 */
final class Planning {
    private static final Logger LOG = LoggerFactory.getLogger(Planning.class);

    private volatile Optional<CallPlanner> planner = Optional.empty();

    synchronized void use(CallPlanner comes) {
        planner = Optional.of(comes);
    }

    /** Another one may have come before this one goes. */
    synchronized void drop(CallPlanner goes) {
        planner = planner.filter(current -> current != goes);
    }

    /**
     * The plan of a call. An emergency call asks no planner.
     *
     * @param to a URI, or digits in the line's own domain
     * @param current where the line is registered
     */
    CallPlan plan(LineConfig config, Optional<Hop> current, String to) {
        if (isEmergency(config, to)) {
            return CallPlan.to(to).with(draft -> draft.emergency(true));
        }
        Optional<CallPlanner> asked = planner;
        Optional<AddressOfRecord> caller = Views.aor(config, current);
        if (asked.isEmpty() || caller.isEmpty()) {
            return CallPlan.to(to);
        }
        try {
            return asked.get().plan(dialled(config.line(), to, caller.get()));
        } catch (RuntimeException bug) {
            LOG.error("the planner failed, the call goes as dialled", bug);
            return CallPlan.to(to);
        }
    }

    /** A number, or a URI of such a user: {@code 112}, {@code 1-1-2}, {@code sip:112@pbx}. */
    static boolean isEmergency(LineConfig config, String to) {
        String user = LineDesk.isUri(to) ? to.replaceAll("^[^:]*:|[@;?].*$", "") : to;
        return config.emergencyNumbers().contains(user.replaceAll("[-. ()]", ""));
    }

    private static Dialled dialled(int line, String to, AddressOfRecord caller) {
        String domain = bracketed(caller.domain());
        // Of all that can be dialled, only this sign may not stand in a URI (RFC 3261 25.1).
        String uri = LineDesk.isUri(to) ? to : "sip:" + to.replace("#", "%23") + "@" + domain;
        String from = "sip:" + caller.user() + "@" + domain;
        return new Dialled(line, to, uri, from, "INVITE " + uri);
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]";
    }
}
