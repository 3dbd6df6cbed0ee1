// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.PRIMARY;
import static org.linekeeper.policy.kit.TwoServers.code;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;
import static org.linekeeper.policy.kit.TwoServers.unreachable;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.CallPlan.Destination;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** B1 to B7: a call goes through the destinations of its plan. */
class B1B7CallPlanTest {
    private static final Set<Integer> ANY =
            IntStream.range(300, 700).boxed().collect(Collectors.toSet());
    private static final Destination A = at(100, Transport.UDP);
    private static final Destination B = at(101, Transport.TCP);
    private static final Destination C = at(102, Transport.TLS);

    private final VirtualLine line = VirtualLine.onPrimary(TwoServers.config());

    private static Destination at(int number, Transport transport) {
        return Destination.at("sip:" + number + "@192.0.2." + number, transport);
    }

    private static CallPlan plan(Destination... destinations) {
        return CallPlan.to("200")
                .with(
                        draft ->
                                draft.destinations(List.of(destinations))
                                        .invitingSeconds(10)
                                        .provisionalSeconds(20)
                                        .movingCodes(ANY)
                                        .redirection(true));
    }

    private static CallPlan plan(Consumer<CallPlan.Draft> change, Destination... destinations) {
        return plan(destinations).with(change);
    }

    private static Outcome moved(Destination... contacts) {
        return new Outcome.Response(
                302,
                "Moved Temporarily",
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(contacts));
    }

    private void isInvited(Destination destination) {
        VirtualLine.Sent sent = line.only();
        assertThat(sent.what()).isEqualTo(new Request.Invite("c1", destination.uri()));
        assertThat(sent.hop().away()).isTrue();
        assertThat(sent.hop().target().transport()).isEqualTo(destination.transport().get());
        assertThat(destination.uri()).endsWith("@" + sent.hop().target().address());
    }

    private void isOver(Call.State state, int code) {
        assertThat(line.pending()).isEmpty();
        assertThat(line.call("c1").state()).isEqualTo(state);
        assertThat(line.call("c1").code()).hasValue(code);
        assertThat(line.state().hunts()).isEmpty();
        assertThat(line.state().timers().keySet()).noneMatch(name -> name.contains("c1"));
    }

    private void provisional(int code) {
        line.happen(new LineEvent.Provisional(line.only().attempt(), code));
    }

    @Test
    void B1B2_errorsAndSilenceMoveTheCallOverEachDestinationsTransport() {
        line.dial("c1", plan(A, B, C));
        isInvited(A);
        line.answer(code(486));
        isInvited(B);
        line.answer(silence());
        isInvited(C);
        line.answer(ok());

        isOver(Call.State.ESTABLISHED, 200);
        assertThat(line.call("c1").hop().map(Hop::away)).contains(true);
        assertThat(line.state().current()).contains(PRIMARY);
    }

    @Test
    void B1_aDestinationWithoutAnAddressIsPassedOver() {
        line.dial("c1", plan(Destination.at("sip:1@nowhere", Transport.UDP), B));
        isInvited(B);
    }

    @Test
    void B1_aTransportErrorTriesTheOtherTargetsOfTheDestinationFirst() {
        Destination both = Destination.at("sip:9@192.0.2.1,192.0.2.2", Transport.UDP);
        line.dial("c1", plan(both, B));
        assertThat(line.only().hop().target().address()).isEqualTo("192.0.2.1");
        line.answer(unreachable(Outcome.Kind.ICMP));
        assertThat(line.only().hop().target().address()).isEqualTo("192.0.2.2");
        line.answer(code(480));
        isInvited(B);
    }

    @Test
    void B3_theInvitingTimeIsWhatEachAttemptMayTakeTheLastOneToo() {
        line.dial("c1", plan(A, B));
        assertThat(line.only().budget()).isEqualTo(Budget.durationMs(10_000));
        line.answer(silence());
        isInvited(B);
        assertThat(line.only().budget()).isEqualTo(Budget.durationMs(10_000));
        line.answer(silence());
        isOver(Call.State.FAILED, 408);
    }

    @Test
    void B3_theLinesOwnServersHaveTheInvitingTimeTogether() {
        line.dial("c1", plan(Destination.throughLine("200"), B));
        line.advance(Duration.ofMillis(9999));
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        line.advance(Duration.ofMillis(1));
        isInvited(B);
    }

    @Test
    void B4_theProvisionalTimerRunsFromTheFirstProvisionalResponseAndLeavesByCancel() {
        line.dial("c1", plan(A, B));
        line.advance(Duration.ofSeconds(9));
        provisional(100);
        line.advance(Duration.ofSeconds(5));
        provisional(180);
        assertThat(line.call("c1").state()).isEqualTo(Call.State.RINGING);
        long left = line.only().attempt();
        line.advance(Duration.ofMillis(14_999));
        isInvited(A);
        line.commands();

        line.advance(Duration.ofMillis(1));

        assertThat(line.commands()).contains(new Command.Cancel(left));
        isInvited(B);
        assertThat(line.call("c1").state()).isEqualTo(Call.State.TRYING);
    }

    @Test
    void B4_ringingStopsTheTimerWhereTheRuleSaysSo() {
        line.dial("c1", plan(draft -> draft.ringingStopsTimer(true), A, B));
        provisional(100);
        line.advance(Duration.ofSeconds(19));
        provisional(180);
        line.advance(Duration.ofMinutes(5));
        provisional(182);
        line.advance(Duration.ofMinutes(5));
        isInvited(A);
    }

    @Test
    void B5_aCodeThatThePatternDoesNotHoldGoesToTheCaller() {
        line.dial("c1", plan(draft -> draft.movingCodes(Set.of(404)), A, B));
        line.answer(code(486));
        isOver(Call.State.FAILED, 486);
    }

    @Test
    void B5_timeOutsAndTransportErrorsMoveTheCallWhateverThePatternIs() {
        line.dial("c1", plan(draft -> draft.movingCodes(Set.of()), A, B, C));
        line.answer(silence());
        isInvited(B);
        line.answer(unreachable(Outcome.Kind.TCP_REFUSED));
        isInvited(C);
    }

    @Test
    void B6_aRedirectionIsFollowedContactByContactBeforeTheNextDestination() {
        line.dial("c1", plan(A, B));
        line.answer(moved(C, at(103, Transport.UDP)));
        isInvited(C);
        line.answer(code(480));
        isInvited(at(103, Transport.UDP));
        line.answer(code(404));
        isInvited(B);
        line.answer(code(603));
        isOver(Call.State.FAILED, 603);
    }

    @Test
    void B6_noDestinationIsAskedTwice() {
        line.dial("c1", plan(A, B));
        line.answer(moved(C));
        line.answer(moved(A, C, B));
        isInvited(B);
        line.answer(moved(A));
        isOver(Call.State.FAILED, 302);
    }

    @Test
    void B6_anEndlessChainOfRedirectionsEnds() {
        line.dial("c1", plan(A, B));
        int asked = 0;
        while (!line.pending().isEmpty()) {
            line.answer(moved(Destination.at("sip:x@192.0.2." + ++asked, Transport.UDP)));
        }
        assertThat(asked).isEqualTo(30);
        isOver(Call.State.FAILED, 302);
    }

    @Test
    void B6_withoutRedirectionA3xxIsAnErrorLikeAnother() {
        line.dial("c1", plan(draft -> draft.redirection(false).movingCodes(Set.of(486)), A, B));
        line.answer(moved(C));
        isOver(Call.State.FAILED, 302);
    }

    @Test
    void B6_aPlanOfOneDestinationRedirectsAndHasNoTimers() {
        line.dial("c1", plan(A));
        line.advance(Duration.ofSeconds(15));
        provisional(180);
        line.advance(Duration.ofSeconds(60));
        line.answer(moved(B));
        isInvited(B);
        line.answer(ok());
        isOver(Call.State.ESTABLISHED, 200);
    }

    @Test
    void B7_theCallerGetsTheLastErrorResponseThoughALaterDestinationIsSilent() {
        line.dial("c1", plan(A, B));
        line.answer(code(486));
        line.answer(silence());
        isOver(Call.State.FAILED, 486);
    }

    @Test
    void B7_theLineItselfIsADestination() {
        line.dial("c1", plan(Destination.throughLine("200"), B));
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        line.answer(code(404));
        isInvited(B);
    }

    @Test
    void B7_aLineWithoutAnyServerLeftGivesTheCallToTheNextDestination() {
        line.dial("c1", plan(Destination.throughLine("200"), B));
        line.answer(silence());
        line.advance(Duration.ofSeconds(10));
        VirtualLine.Sent invite = line.only(Request.Invite.class);
        assertThat(invite.what()).isEqualTo(new Request.Invite("c1", B.uri()));
    }

    @Test
    void aCallThatIsHungUpWhileItHuntsIsCancelledWhereItIs() {
        line.dial("c1", plan(A, B));
        provisional(180);
        long attempt = line.only().attempt();
        line.commands();
        line.hangUp("c1");
        assertThat(line.commands()).contains(new Command.Cancel(attempt));
        line.answer(attempt, new Outcome.Cancelled());
        assertThat(line.pending()).isEmpty();
        assertThat(line.call("c1").state()).isEqualTo(Call.State.ENDED);
        assertThat(line.state().hunts()).isEmpty();
    }

    @Test
    void theByeOfSuchACallGoesToItsDestinationAndNowhereElse() {
        line.dial("c1", plan(A, B));
        line.answer(ok());
        line.hangUp("c1");
        assertThat(line.only().what()).isEqualTo(new Request.Bye("c1"));
        assertThat(line.only().hop().away()).isTrue();
        line.answer(silence());
        assertThat(line.pending()).isEmpty();
        assertThat(line.call("c1").bye()).isEqualTo(Call.Bye.FAILED);
    }

    @Test
    void anEmergencyCallWaitsForNoRegistration() {
        VirtualLine cut = VirtualLine.started(TwoServers.config());
        CallPlan urgent = CallPlan.to("112").with(draft -> draft.emergency(true));
        cut.answer(code(403));
        cut.dial("c1", urgent);
        assertThat(cut.only().what()).isEqualTo(new Request.Invite("c1", "112"));
        assertThat(cut.only().hop()).isEqualTo(PRIMARY);
        cut.answer(silence());
        assertThat(cut.only(Request.Invite.class).hop()).isEqualTo(TwoServers.BACKUP);
        cut.answer(cut.only(Request.Invite.class), ok());
        assertThat(cut.call("c1").state()).isEqualTo(Call.State.ESTABLISHED);
    }
}
