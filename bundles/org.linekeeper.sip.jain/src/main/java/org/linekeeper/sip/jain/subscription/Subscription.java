// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.subscription;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.api.line.Target;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.message.ResponseForm;
import org.linekeeper.sip.jain.message.SipRequest;
import org.linekeeper.sip.jain.transaction.ServerTransaction;

/**
 * One subscription by its id, wherever it stands. The line hears of the place that granted it last;
 * what another place still says is answered and not told.
 */
final class Subscription {
    /** As many places as a line moves between before the eldest has long forgotten it. */
    private static final int MAX_PLACES = 8;

    private final Line line;
    private final String id;
    private final Map<Target, Usage> usages = new LinkedHashMap<>();
    private Optional<Usage> current = Optional.empty();

    Subscription(Line line, String id) {
        this.line = line;
        this.id = id;
    }

    /** Whether no dialog is left, and none is on its way. */
    boolean isNowhere() {
        return usages.isEmpty();
    }

    /** The dialog at a target, if it has one there. */
    Optional<Usage> at(Target target) {
        return Optional.ofNullable(usages.get(target)).filter(Usage::stands);
    }

    /** A new dialog at its target, in the place of the one that was there. */
    void begin(Usage usage) {
        usages.remove(usage.place());
        if (usages.size() == MAX_PLACES) {
            usages.remove(usages.keySet().iterator().next());
        }
        usages.put(usage.place(), usage);
    }

    /** It stands here from now on. */
    void standsAt(Usage usage) {
        current = Optional.of(usage);
    }

    /** Nothing more is known of it there; a NOTIFY from there is answered with 481. */
    void drop(Usage usage) {
        usages.remove(usage.place(), usage);
        current = current.filter(there -> there != usage);
    }

    Optional<Usage> of(SipRequest notify) {
        return usages.values().stream().filter(usage -> usage.isOf(notify)).findFirst();
    }

    void notified(Usage usage, ServerTransaction transaction) {
        SipRequest notify = transaction.request();
        Optional<Status> status = notify.header("Subscription-State").flatMap(Status::parse);
        ResponseForm answer = usage.answer(notify, status);
        transaction.respond(answer.with(line.agent().name(), line.agent().value()));
        if (answer.code() == 200) {
            status.flatMap(there -> usage.said(notify, there))
                    .ifPresent(there -> tell(usage, there));
        }
    }

    /** The line hears of it, unless it stands elsewhere by now. */
    void tell(Usage usage, Status status) {
        boolean counts = current.filter(there -> there == usage).isPresent();
        if (status.isTerminated()) {
            drop(usage);
        }
        if (counts) {
            line.emit(status.asEvent(id));
        }
    }
}
