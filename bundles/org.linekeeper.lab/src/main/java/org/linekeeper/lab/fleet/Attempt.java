// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import java.io.IOException;
import java.util.OptionalInt;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.lab.sip.NameAddress;
import org.linekeeper.lab.sip.SipMessage;
import org.linekeeper.lab.sip.StartLine.StatusLine;

/** A REGISTER or OPTIONS to one hop; it has exactly one outcome. Of the loop. */
final class Attempt implements Exchange.User {
    private final SimulatedLine line;
    private final long id;
    private final Request what;
    private final Hop hop;
    private UdpFlow flow;
    private Exchange exchange;
    private String branch = "";
    private String contact = "";
    private boolean over;
    private boolean undone;

    Attempt(SimulatedLine line, long id, Request what, Hop hop) {
        this.line = line;
        this.id = id;
        this.what = what;
        this.hop = hop;
    }

    void begin(Budget budget) {
        try {
            flow = line.flow(hop);
        } catch (IOException e) {
            end(new Outcome.Unreachable(Outcome.Kind.NO_ROUTE, e.getMessage()));
            return;
        }
        branch = newBranch();
        contact = "<sip:" + line.config().user() + "@" + flow.local() + ">";
        SipMessage request =
                what instanceof Request.Register register
                        ? register(register, register.expiresSeconds(), branch)
                        : options();
        exchange =
                new Exchange(
                        request, line.config().timers(), budget, line.signalling().loop(), this);
        line.signalling().begin(branch, line, hop.target(), exchange);
    }

    private String newBranch() {
        return "z9hG4bK" + line.signalling().word();
    }

    void cancel() {
        // The outcome comes first, so that the exchange's own is no news.
        end(new Outcome.Cancelled());
        exchange.broken(new Outcome.Cancelled());
    }

    private SipMessage register(Request.Register register, int seconds, String via) {
        Binding binding = line.binding(register.registration());
        binding.asks(this, hop.target());
        return outside("REGISTER", binding.tag(), binding.callId(), binding.nextCseq(), via)
                .with("To", "<" + identity() + ">")
                .plus("Contact", contact)
                .plus("Expires", "" + seconds);
    }

    private SipMessage options() {
        String word = line.signalling().word();
        return outside("OPTIONS", word, word, 1, branch).plus("Accept", "application/sdp");
    }

    private SipMessage outside(String method, String tag, String callId, long cseq, String via) {
        String domain = "sip:" + line.config().addressOfRecord(hop.server()).domain();
        return SipMessage.request(method, domain)
                .plus("Via", "SIP/2.0/UDP " + flow.local() + ";rport;branch=" + via)
                .plus("Max-Forwards", "70")
                .plus("From", "<" + identity() + ">;tag=" + tag)
                .plus("To", "<" + domain + ">")
                .plus("Call-ID", callId)
                .plus("CSeq", cseq + " " + method)
                .plus("User-Agent", "Linekeeper lab");
    }

    private String identity() {
        return line.config().addressOfRecord(hop.server()).toString();
    }

    private void end(Outcome outcome) {
        if (!over) {
            over = true;
            line.ended(id, outcome);
        }
    }

    @Override
    public void transmit(SipMessage request, boolean again) {
        line.transmit(flow, request, again);
    }

    @Override
    public void provisional(SipMessage response) {
        line.emit(new LineEvent.Provisional(id, response.code()));
    }

    @Override
    public void answered(SipMessage response) {
        String reason = response.start() instanceof StatusLine status ? status.reason() : "";
        end(
                new Outcome.Response(
                        response.code(),
                        reason,
                        optional(response, "Retry-After"),
                        response.code() < 300 ? granted(response) : OptionalInt.empty()));
    }

    private static OptionalInt optional(SipMessage response, String header) {
        return response.seconds(header).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** What our own Contact has been given (RFC 3261 section 10.3 step 8). */
    private OptionalInt granted(SipMessage response) {
        if (!(what instanceof Request.Register register)) {
            return OptionalInt.empty();
        }
        if (register.expiresSeconds() == 0) {
            return OptionalInt.of(0);
        }
        String own = NameAddress.parse(contact).uri();
        int whole = response.seconds("Expires").orElse(register.expiresSeconds());
        return OptionalInt.of(
                response.contacts().stream()
                        .filter(each -> each.uri().equals(own))
                        .flatMap(each -> each.expiresSeconds().stream())
                        .findFirst()
                        .orElse(whole));
    }

    @Override
    public void failed(Outcome outcome) {
        end(outcome);
    }

    /** Takes back what a server has granted after it was given up. */
    @Override
    public void late(SipMessage response) {
        boolean granted =
                response.code() < 300
                        && what instanceof Request.Register register
                        && register.expiresSeconds() > 0
                        && !line.binding(register.registration()).isOvertaken(this, hop.target());
        if (!granted || undone) {
            return;
        }
        undone = true;
        line.count("late_success");
        line.emit(new LineEvent.LateSuccess("REGISTER", hop));
        line.transmit(flow, register((Request.Register) what, 0, newBranch()), false);
    }

    @Override
    public void gone() {
        line.signalling().forget(branch);
    }
}
