// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.transaction;

import java.util.Optional;
import java.util.function.Consumer;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.sip.jain.message.RequestForm;
import org.linekeeper.sip.jain.message.SipResponse;
import org.linekeeper.sip.jain.net.Scheduler;

/**
 * One request and what becomes of it (RFC 3261 section 17.1, RFC 6026).
 *
 * <pre>
 *               1xx               2xx, or final to a non-INVITE, or INVITE 3xx-6xx (ACK)
 *   TRYING ────────→ PROCEEDING ───────────────────────────────→ COMPLETED ─ linger → TERMINATED
 *     │ verdict, broken  │ verdict, broken (see below)               ↑
 *     └──────────────────┴────────────→ ABANDONED ───────────────────┘ late final
 * </pre>
 *
 * TRYING retransmits and ends with the budget. PROCEEDING of an INVITE has no end of its own; of
 * another request it retransmits each T2 until 64 × T1. ABANDONED listens on for 64 × T1, so that
 * what comes late can be undone. All on the scheduler's thread.
 */
public final class ClientTransaction {
    /** Who wants to know. Exactly one of {@link #answered} and {@link #failed} is called. */
    public interface User {
        /** A provisional response. */
        void provisional(SipResponse response);

        /** The first final response. */
        void answered(SipResponse response);

        /** Nothing came within the budget, or the transport gave up. */
        void failed(Outcome outcome);

        /**
         * A response after the end: 1xx or 2xx to an abandoned request, or a 2xx to an INVITE once
         * more, perhaps from another fork.
         */
        void late(SipResponse response);

        /** Whether the policy hears of a failure, as the outcome of an attempt. */
        default boolean hasOutcome() {
            return true;
        }
    }

    private enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        ABANDONED,
        TERMINATED
    }

    private final Sending what;
    private final User user;
    private final Scheduler scheduler;
    private final Outlet outlet;
    private final Runnable retransmitted;
    private final Consumer<ClientTransaction> gone;
    private final byte[] bytes;

    private State state = State.TRYING;
    private long startMs;
    private int sends;
    private boolean lateProvisional;
    private Optional<Scheduler.Timer> retransmission = Optional.empty();
    private Optional<Scheduler.Timer> end = Optional.empty();

    ClientTransaction(
            Sending what,
            User user,
            Scheduler scheduler,
            Outlet outlet,
            Runnable retransmitted,
            Consumer<ClientTransaction> gone) {
        this.what = what;
        this.user = user;
        this.scheduler = scheduler;
        this.outlet = outlet;
        this.retransmitted = retransmitted;
        this.gone = gone;
        this.bytes = what.form().toBytes(what.via());
    }

    void start() {
        startMs = scheduler.nowMs();
        transmit();
        if (state == State.TRYING) {
            // On a connection the verdict counts from after the send, so that the connection's own
            // time-out, just as long, says what is wrong before we only say that nothing came.
            long passedMs = what.isReliable() ? 0 : scheduler.nowMs() - startMs;
            long leftMs = Math.max(0, what.verdictMs() - passedMs);
            end = Optional.of(scheduler.schedule(leftMs, this::giveUp));
            scheduleRetransmission(nextSendMs());
        }
    }

    /** What is being sent. */
    public Sending what() {
        return what;
    }

    /** Stops an attempt without a word to the user; what comes late is still told. */
    public void abandon() {
        if (isOpen()) {
            become(State.ABANDONED, what.timers().wholeTimeMs());
        }
    }

    void received(SipResponse response) {
        if (isOpen()) {
            if (response.isProvisional()) {
                onProvisional(response);
            } else {
                onFinal(response);
            }
        } else if (what.isInvite() && response.code() >= 300) {
            acknowledge(response);
            state = State.COMPLETED;
        } else if (state == State.ABANDONED) {
            onLate(response);
        } else if (what.isInvite() && response.isSuccess()) {
            user.late(response);
        }
    }

    /** The transport has given the target up; whether that gave an attempt its outcome. */
    boolean broken(Outcome.Unreachable how) {
        // RFC 3261 figure 5: an INVITE that has had its provisional response sends nothing more, so
        // that an ICMP error is not its own. A closed connection is: the server that would ring on
        // is gone, or cannot reach us behind NAT on a new one, and no timer would ever tell.
        boolean ringing = state == State.PROCEEDING && what.isInvite();
        if (!isOpen() || ringing && !what.isReliable()) {
            return false;
        }
        fail(how);
        return user.hasOutcome();
    }

    /** Ends without a word. */
    void drop() {
        stopTimers();
        state = State.TERMINATED;
    }

    private void onProvisional(SipResponse response) {
        if (state == State.TRYING) {
            state = State.PROCEEDING;
            end.ifPresent(Scheduler.Timer::cancel);
            if (what.isInvite()) {
                stopTimers();
            } else {
                long passedMs = scheduler.nowMs() - startMs;
                long limitMs = Math.max(what.timers().wholeTimeMs(), what.verdictMs());
                end = Optional.of(scheduler.schedule(limitMs - passedMs, this::giveUp));
                if (retransmission.isEmpty()) {
                    scheduleRetransmission(passedMs + what.timers().t2Ms());
                }
            }
        }
        user.provisional(response);
    }

    private void onFinal(SipResponse response) {
        boolean accepted = what.isInvite() && response.isSuccess();
        long lingerMs =
                accepted
                        ? what.timers().wholeTimeMs() // timer M
                        : what.isReliable()
                                ? 0
                                : what.isInvite()
                                        ? what.timers().wholeTimeMs() // timer D
                                        : what.timers().t4Ms(); // timer K
        become(State.COMPLETED, lingerMs);
        if (what.isInvite() && !accepted) {
            acknowledge(response);
        }
        user.answered(response);
    }

    private void onLate(SipResponse response) {
        if (response.isProvisional()) {
            if (what.isInvite() && !lateProvisional) {
                lateProvisional = true;
                become(State.ABANDONED, what.timers().wholeTimeMs());
                user.late(response);
            }
            return;
        }
        become(State.COMPLETED, what.timers().wholeTimeMs());
        if (response.isSuccess()) {
            user.late(response);
        }
    }

    private void giveUp() {
        boolean silence = state == State.TRYING;
        if (isOpen()) {
            fail(new Outcome.NoAnswer(sends, scheduler.nowMs() - startMs));
        }
        if (silence && what.isReliable()) {
            outlet.unanswered(what.target(), startMs);
        }
    }

    private void fail(Outcome outcome) {
        become(State.ABANDONED, what.timers().wholeTimeMs());
        user.failed(outcome);
    }

    private void become(State next, long lingerMs) {
        stopTimers();
        state = next;
        end = Optional.of(scheduler.schedule(lingerMs, this::terminate));
    }

    private void terminate() {
        drop();
        gone.accept(this);
    }

    private void transmit() {
        sends++;
        outlet.send(what.target(), bytes, what.verdictMs());
    }

    private long nextSendMs() {
        return Timing.sendAtMs(what.timers(), what.isInvite(), sends);
    }

    private void scheduleRetransmission(long dueMs) {
        retransmission = Optional.empty();
        // What would be due with the verdict is not sent: n sends are n sends.
        boolean useful = state != State.TRYING || dueMs < what.verdictMs();
        if (!what.isReliable() && useful) {
            long delayMs = Math.max(0, startMs + dueMs - scheduler.nowMs());
            retransmission = Optional.of(scheduler.schedule(delayMs, this::retransmit));
        }
    }

    private void retransmit() {
        if (!isOpen()) {
            return;
        }
        retransmitted.run();
        transmit();
        if (state == State.TRYING) {
            scheduleRetransmission(nextSendMs());
        } else if (state == State.PROCEEDING) {
            scheduleRetransmission(scheduler.nowMs() - startMs + what.timers().t2Ms());
        }
    }

    private void acknowledge(SipResponse response) {
        outlet.send(what.target(), ackTo(response).toBytes(what.via()), what.verdictMs());
    }

    /** RFC 3261 section 17.1.1.3. */
    private RequestForm ackTo(SipResponse response) {
        RequestForm form = what.form();
        return RequestForm.of("ACK", form.uri())
                .with(form.only("Max-Forwards", "Route", "From", "Call-ID"))
                .with("To", response.header("To").orElse(""))
                .with("CSeq", form.cseq() + " ACK");
    }

    private boolean isOpen() {
        return state == State.TRYING || state == State.PROCEEDING;
    }

    private void stopTimers() {
        retransmission.ifPresent(Scheduler.Timer::cancel);
        end.ifPresent(Scheduler.Timer::cancel);
        retransmission = Optional.empty();
        end = Optional.empty();
    }
}
