// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.mqtt.kit.Outgoing;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Response;

@Timeout(60)
class AskingTest {
    private static final DeviceName A = new DeviceName("default", "a");
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String RESP = "lk/1/default/a/up/resp";

    private final List<Outgoing> sent = new ArrayList<>();
    private final List<Consumer<Boolean>> done = new ArrayList<>();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final Asking asking =
            new Asking(
                    (message, told) -> {
                        sent.add(message);
                        done.add(told);
                    },
                    executor);

    @AfterEach
    void end() {
        asking.close();
    }

    private static Command command(String key) {
        return new Command(key, "register", OptionalInt.of(1), Optional.empty(), Optional.empty());
    }

    private static Response response(String key) {
        return new Response(key, "done", Optional.empty(), List.of(), List.of());
    }

    private void hear(String topic, String text, boolean retained) {
        asking.heard(topic, text.getBytes(StandardCharsets.UTF_8), retained);
    }

    private static Response get(CompletionStage<Response> answer) throws Exception {
        return answer.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletionStage<Response> answer) throws Exception {
        try {
            throw new AssertionError("answered: " + get(answer));
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    @Test
    void theAnswerWithTheKeyOfTheSameDeviceIsTheAnswer() throws Exception {
        CompletionStage<Response> answer = asking.ask(A, command("k1"), LONG);
        CompletionStage<Response> other = asking.ask(A, command("k2"), LONG);
        Outgoing message = sent.get(0);
        assertThat(message.topic()).isEqualTo("lk/1/default/a/dn/cmd");
        assertThat(new String(message.payload(), StandardCharsets.UTF_8))
                .isEqualTo(command("k1").write());
        assertThat(message.qos()).isEqualTo(1);
        assertThat(message.retained()).isFalse();
        assertThat(message.expiry()).contains(Duration.ofSeconds(60));
        done.get(0).accept(true);
        hear("lk/1/default/b/up/resp", response("k1").write(), false);
        hear("lk/1/other/a/up/resp", response("k1").write(), false);
        hear(RESP, response("k3").write(), false);
        hear(RESP, response("k1").write(), true);
        hear(RESP, "{", false);
        hear("lk/1/default/a/up/ev", response("k1").write(), false);
        assertThat(answer.toCompletableFuture()).isNotDone();
        hear(RESP, response("k1").write(), false);
        assertThat(get(answer)).isEqualTo(response("k1"));
        assertThat(other.toCompletableFuture()).isNotDone();
    }

    @Test
    void whoeverDoesNotAnswerIsGivenUp() throws Exception {
        CompletionStage<Response> answer = asking.ask(A, command("k1"), Duration.ofMillis(5));
        assertThat(failure(answer))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("default/a does not answer");
        // The next one with that key is another.
        CompletionStage<Response> again = asking.ask(A, command("k1"), LONG);
        hear(RESP, response("k1").write(), false);
        assertThat(get(again).state()).isEqualTo("done");
    }

    @Test
    void whatTheBrokerDoesNotTakeIsRejected() throws Exception {
        CompletionStage<Response> answer = asking.ask(A, command("k1"), LONG);
        done.get(0).accept(false);
        assertThat(failure(answer)).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void theSameIsAskedOnceAndAnsweredToBoth() throws Exception {
        CompletionStage<Response> answer = asking.ask(A, command("k1"), LONG);
        CompletionStage<Response> same = asking.ask(A, command("k1"), LONG);
        assertThat(sent).hasSize(1);
        hear(RESP, response("k1").write(), false);
        assertThat(get(answer)).isEqualTo(get(same));
    }

    @Test
    void aThousandWaitAndNoMore() throws Exception {
        List<CompletionStage<Response>> answers = new ArrayList<>();
        for (int i = 0; i <= Asking.MOST; i++) {
            answers.add(asking.ask(A, command("k" + i), LONG));
        }
        assertThat(failure(answers.get(Asking.MOST)))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(sent).hasSize(Asking.MOST);
        hear(RESP, response("k7").write(), false);
        assertThat(get(answers.get(7)).key()).isEqualTo("k7");
        asking.ask(A, command("more"), LONG);
        assertThat(sent).hasSize(Asking.MOST + 1);
    }

    @Test
    void whoCanStandInNoTopicIsRefused() throws Exception {
        for (String name : List.of("", "a/b", "+", "#", "x".repeat(65))) {
            DeviceName nobody = new DeviceName("default", name);
            assertThat(failure(asking.ask(nobody, command("k1"), LONG)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(sent).isEmpty();
    }

    @Test
    void theEndLetsNobodyWait() throws Exception {
        CompletionStage<Response> answer = asking.ask(A, command("k1"), LONG);
        asking.close();
        assertThat(failure(answer)).isInstanceOf(RejectedExecutionException.class);
        assertThat(failure(asking.ask(A, command("k2"), LONG)))
                .isInstanceOf(RejectedExecutionException.class);
    }
}
