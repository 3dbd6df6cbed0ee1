// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.transaction;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.linekeeper.api.line.Timers;
import org.linekeeper.api.line.Transport;
import org.linekeeper.sip.jain.message.ResponseForm;
import org.linekeeper.sip.jain.message.SipRequest;
import org.linekeeper.sip.jain.net.Flow;
import org.linekeeper.sip.jain.net.Scheduler;

/**
 * A request from the wire and our response (RFC 3261 section 17.2, RFC 6026): repeats the response
 * for each repeated request and, to an INVITE, a refusal until its ACK. A 2xx to an INVITE is
 * repeated by the call, not here. All on the scheduler's thread.
 */
public final class ServerTransaction {
    private enum State {
        PROCEEDING,
        COMPLETED,
        ACCEPTED,
        CONFIRMED,
        TERMINATED
    }

    private final SipRequest request;
    private final Flow flow;
    private final String toTag;
    private final Timers timers;
    private final Scheduler scheduler;
    private final BiConsumer<Flow, byte[]> out;
    private final Consumer<ServerTransaction> gone;

    private State state = State.PROCEEDING;
    private Optional<byte[]> last = Optional.empty();
    private long intervalMs;
    private Optional<Scheduler.Timer> retransmission = Optional.empty();
    private Optional<Scheduler.Timer> end = Optional.empty();

    ServerTransaction(
            SipRequest request,
            Flow flow,
            String toTag,
            Timers timers,
            Scheduler scheduler,
            BiConsumer<Flow, byte[]> out,
            Consumer<ServerTransaction> gone) {
        this.request = request;
        this.flow = flow;
        this.toTag = toTag;
        this.timers = timers;
        this.scheduler = scheduler;
        this.out = out;
        this.gone = gone;
    }

    public SipRequest request() {
        return request;
    }

    /** Where the request came from and the response goes. */
    public Flow flow() {
        return flow;
    }

    /** The tag that our responses carry if the request brought none. */
    public String toTag() {
        return toTag;
    }

    /** Whether no final response has been given. */
    public boolean isOpen() {
        return state == State.PROCEEDING;
    }

    /** Answers; after a final response nothing more is sent. */
    public void respond(ResponseForm response) {
        if (!isOpen()) {
            return;
        }
        last = Optional.of(response.toBytes(request, toTag, flow.remote()));
        boolean reliable = flow.transport() != Transport.UDP;
        if (response.code() >= 200) {
            if (!request.is("INVITE")) {
                become(State.COMPLETED, reliable ? 0 : timers.wholeTimeMs()); // timer J
            } else if (response.code() < 300) {
                become(State.ACCEPTED, timers.wholeTimeMs()); // timer L
            } else {
                become(State.COMPLETED, timers.wholeTimeMs()); // timer H
                if (!reliable) {
                    intervalMs = timers.t1Ms();
                    scheduleRetransmission();
                }
            }
        }
        resend();
    }

    /** Sends a 2xx to an INVITE once more. */
    public void sendAgain() {
        if (state == State.ACCEPTED) {
            resend();
        }
    }

    /** The request came again. */
    void repeated() {
        if (state == State.PROCEEDING || state == State.COMPLETED) {
            resend();
        }
    }

    /** An ACK for our refusal; false if it is meant for the call. */
    boolean acknowledged() {
        if (state == State.COMPLETED) {
            boolean reliable = flow.transport() != Transport.UDP;
            become(State.CONFIRMED, reliable ? 0 : timers.t4Ms()); // timer I
        }
        return state != State.ACCEPTED;
    }

    void drop() {
        stopTimers();
        state = State.TERMINATED;
    }

    private void resend() {
        last.ifPresent(bytes -> out.accept(flow, bytes));
    }

    private void scheduleRetransmission() {
        retransmission =
                Optional.of(
                        scheduler.schedule(
                                intervalMs,
                                () -> {
                                    resend();
                                    intervalMs = Math.min(2 * intervalMs, timers.t2Ms());
                                    scheduleRetransmission();
                                }));
    }

    private void become(State next, long lingerMs) {
        stopTimers();
        state = next;
        end =
                Optional.of(
                        scheduler.schedule(
                                lingerMs,
                                () -> {
                                    drop();
                                    gone.accept(this);
                                }));
    }

    private void stopTimers() {
        retransmission.ifPresent(Scheduler.Timer::cancel);
        end.ifPresent(Scheduler.Timer::cancel);
        retransmission = Optional.empty();
        end = Optional.empty();
    }
}
