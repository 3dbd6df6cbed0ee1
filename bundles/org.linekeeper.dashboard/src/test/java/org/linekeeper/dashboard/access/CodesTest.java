// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CodesTest {
    private final MemoryKeep keep = new MemoryKeep();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final Codes codes = new Codes(keep, () -> now);

    @Test
    void theAdminsCodeIsGoodOnceForAnOperator() throws IOException {
        String code = codes.admin();

        assertThat(codes.use(code).map(Invitation::role)).contains(Role.OPERATOR);
        assertThat(codes.use(code)).isEmpty();
        assertThat(codes.use("")).isEmpty();
    }

    @Test
    void theAdminsCodeIsGoodForFifteenMinutesAndForThisProcess() throws IOException {
        String code = codes.admin();
        String late = codes.admin();
        now = now.plus(Duration.ofMinutes(15));
        assertThat(codes.use(code)).isPresent();
        now = now.plusMillis(1);
        assertThat(codes.use(late)).isEmpty();
        assertThat(new Codes(keep, () -> now).use(codes.admin())).isEmpty();
        assertThat(keep.size("invitation")).isZero();
    }

    @Test
    void anInvitationIsGoodOnceForADayAndAfterARestart() throws IOException {
        String code = invite("Ana");
        String late = invite("Bo");
        assertThat(keep.everything()).doesNotContain(code, late);
        now = now.plus(Duration.ofDays(1));

        Codes next = new Codes(keep, () -> now);
        assertThat(next.use(code))
                .hasValueSatisfying(
                        good -> {
                            assertThat(good.name()).isEqualTo("Ana");
                            assertThat(good.role()).isEqualTo(Role.VIEWER);
                            assertThat(good.until()).isEqualTo(now);
                        });
        assertThat(next.use(code)).isEmpty();
        now = now.plusMillis(1);
        assertThat(next.use(late)).isEmpty();
        assertThat(keep.size("invitation")).isZero();
    }

    @Test
    void ofTwoWhoFollowOneLinkAtOnceOneGetsIn() throws Exception {
        String code = invite("Ana");
        AtomicInteger in = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(
                    new Thread(
                            () -> {
                                try {
                                    codes.use(code).ifPresent(good -> in.incrementAndGet());
                                } catch (IOException e) {
                                    in.addAndGet(100);
                                }
                            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(in).hasValue(1);
    }

    @Test
    void ofTooManyInvitationsTheOldestIsOver() throws IOException {
        String first = invite("first");
        now = now.plusSeconds(1);
        List<String> others = new ArrayList<>();
        for (int i = 0; i < Codes.MOST; i++) {
            others.add(invite("" + i));
        }
        assertThat(keep.size("invitation")).isEqualTo(Codes.MOST);
        assertThat(codes.use(first)).isEmpty();
        assertThat(codes.use(others.get(0))).isPresent();
    }

    @Test
    void anInvitationThatIsTakenBackIsGoodForNothing() throws IOException {
        String ana = invite("Ana");
        now = now.plusSeconds(1);
        String bo = invite("Bo");
        codes.admin();
        assertThat(codes.all()).extracting(Invitation::name).containsExactly("Bo", "Ana");
        String id = codes.all().get(1).id();
        assertThat(List.of(ana, Secret.hash(ana))).doesNotContain(id);

        assertThat(codes.withdraw(id)).isPresent();
        assertThat(codes.withdraw(id)).isEmpty();
        assertThat(codes.use(ana)).isEmpty();
        assertThat(codes.use(bo)).isPresent();
        assertThat(codes.all()).isEmpty();
        keep.gone = true;
        assertThatThrownBy(() -> codes.withdraw(id)).isInstanceOf(IOException.class);
        assertThatThrownBy(codes::all).isInstanceOf(IOException.class);
    }

    @Test
    void withoutTheStoreNobodyGetsInByAnInvitation() throws IOException {
        String code = invite("Ana");
        String admin = codes.admin();
        keep.gone = true;
        assertThatThrownBy(() -> codes.use(code)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> invite("Bo")).isInstanceOf(IOException.class);
        assertThat(codes.use(admin)).isPresent();
        keep.gone = false;
        assertThat(codes.use(code)).isPresent();
    }

    @Test
    void wrongCodesAreCountedByAddressForAWhile() {
        Attempts attempts = new Attempts(() -> now);
        String from = "192.0.2.1";
        for (int i = 0; i < Attempts.FREE; i++) {
            assertThat(attempts.areTooMany(from)).isFalse();
            attempts.wrong(from);
        }
        assertThat(attempts.areTooMany(from)).isTrue();
        assertThat(attempts.areTooMany("192.0.2.2")).isFalse();
        now = now.plus(Attempts.WINDOW).plusMillis(1);
        assertThat(attempts.areTooMany(from)).isFalse();
    }

    @Test
    void wrongCodesFromEverywhereTakeNoMoreThanTheirPlace() {
        Attempts attempts = new Attempts(() -> now);
        for (int i = 0; i < 100_000; i++) {
            attempts.wrong("10.0." + i);
        }
        assertThat(attempts.areTooMany("10.0.0")).isFalse();
        assertThat(attempts.size()).isEqualTo(1000);
    }

    @Test
    void whatIsKeptAndNoneOfOursIsLeftOut() throws IOException {
        keep.put("invitation", new Keep.Text(Secret.hash("a"), now, "{}"));
        keep.put("invitation", new Keep.Text(Secret.hash("b"), now, "["));
        assertThat(codes.use("a")).isEmpty();
        assertThat(codes.use("b")).isEmpty();
        assertThat(keep.list("invitation", Optional.empty(), 9)).isEmpty();
    }

    private String invite(String name) throws IOException {
        return codes.invite(codes.invitation(name, Role.VIEWER));
    }
}
