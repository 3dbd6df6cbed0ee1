// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.standard;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.TargetSet;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

class StandardPolicyTest {
    private static final Target TARGET = new Target("192.0.2.1", 5070, Transport.TCP, "192.0.2.1");
    private static final LineConfig CONFIG =
            LineConfig.line(1)
                    .with(
                            draft ->
                                    draft.user("100")
                                            .servers(
                                                    List.of(
                                                            server("192.0.2.1"),
                                                            server("192.0.2.2"))));

    private final StandardPolicy policy = new StandardPolicy();

    private static Server server(String address) {
        return Server.at(address)
                .with(draft -> draft.transmissions(OptionalInt.of(3)).expiresSeconds(600));
    }

    private static LineEvent located() {
        return new LineEvent.TargetsLocated(
                ServerRef.server(0), new TargetSet(List.of(TARGET), Long.MAX_VALUE));
    }

    @Test
    void aLineThatStartsIsLookedUp() {
        Decision decision = policy.decide(LineState.initial(CONFIG), new LineEvent.Started());

        assertThat(decision.commands())
                .contains(
                        new Command.Locate(ServerRef.server(0)),
                        new Command.Locate(ServerRef.server(1)));
    }

    @Test
    void aLineThatIsLookedUpRegistersAsItsConfigurationSays() {
        LineState started =
                policy.decide(LineState.initial(CONFIG), new LineEvent.Started()).state();

        List<Command> commands = policy.decide(started, located()).commands();

        Command.Send send = (Command.Send) commands.get(0);
        assertThat(commands).hasSize(1);
        assertThat(send.hop()).isEqualTo(Hop.direct(0, TARGET));
        assertThat(send.budget()).isEqualTo(Budget.sends(3));
        assertThat(((Request.Register) send.what()).expiresSeconds()).isEqualTo(600);
    }

    @Test
    void itKeepsNothingBetweenTwoDecisions() {
        LineState started =
                policy.decide(LineState.initial(CONFIG), new LineEvent.Started()).state();
        Decision first = policy.decide(started, located());
        policy.decide(first.state(), new LineEvent.Stopping());

        assertThat(policy.decide(started, located())).isEqualTo(first);
        assertThat(new StandardPolicy().decide(started, located())).isEqualTo(first);
        assertThat(Stream.of(StandardPolicy.class.getDeclaredFields()))
                .allMatch(field -> Modifier.isFinal(field.getModifiers()));
    }
}
