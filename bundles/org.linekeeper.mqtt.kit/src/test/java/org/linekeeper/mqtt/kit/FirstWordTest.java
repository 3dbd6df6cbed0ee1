// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class FirstWordTest {
    private static final long LONG_MS = 10_000;

    private final FirstWord first = new FirstWord("it may want tea", LONG_MS);
    private final OutputStream out = first.out(new ByteArrayOutputStream());

    private InputStream in(int... bytes) {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return first.in(new ByteArrayInputStream(all));
    }

    private static CompletableFuture<Integer> reading(InputStream in) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return in.read();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                });
    }

    @Test
    void whatCameIsReadOnceSomethingWasWritten() throws Exception {
        CompletableFuture<Integer> read = reading(in(200));
        assertThatThrownBy(() -> read.get(50, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        out.write(new byte[] {1}, 0, 1);
        assertThat(read.get(5, TimeUnit.SECONDS)).isEqualTo(200);
    }

    @Test
    void theEndIsReadOnceSomethingWasWrittenAndSaysWhy() throws Exception {
        CompletableFuture<Integer> read = reading(in());
        assertThatThrownBy(() -> read.get(50, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        out.write(new byte[] {1}, 0, 1);
        assertThatThrownBy(() -> read.get(5, TimeUnit.SECONDS))
                .hasRootCauseMessage("it may want tea");
    }

    @Test
    void nobodyWaitsForAConnectionThatIsOver() throws Exception {
        CompletableFuture<Integer> read = reading(in());
        first.end();
        assertThatThrownBy(() -> read.get(5, TimeUnit.SECONDS))
                .hasRootCauseMessage("it may want tea");
    }

    @Test
    void nobodyWaitsForEver() {
        FirstWord hurried = new FirstWord("it may want tea", 1);
        InputStream in = hurried.in(new ByteArrayInputStream(new byte[1]));
        assertThatThrownBy(in::read).hasMessage("nothing was sent");
    }

    @Test
    void anEndAfterTheFirstWordIsJustThat() throws Exception {
        out.write(new byte[] {1}, 0, 1);
        InputStream in = in(7);
        assertThat(in.read()).isEqualTo(7);
        assertThat(in.read()).isEqualTo(-1);
    }

    @Test
    void whatCannotBeWrittenSaysWhyAndLetsTheReaderGo() throws Exception {
        OutputStream broken =
                first.out(
                        new OutputStream() {
                            @Override
                            public void write(int any) throws IOException {
                                throw new IOException("Broken pipe");
                            }
                        });
        assertThatThrownBy(() -> broken.write(new byte[] {1}, 0, 1)).hasMessage("it may want tea");
        assertThat(in(7).read()).isEqualTo(7);
    }
}
