// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.config.ConfigFile;

class TextFileTest {
    private static final Charset GB18030 = Charset.forName("GB18030");

    @Test
    void utf8IsTakenFirstAndGb18030Otherwise() throws UnreadableFile {
        assertThat(read("显示名".getBytes(StandardCharsets.UTF_8)).text()).isEqualTo("显示名");
        assertThat(read("显示名".getBytes(GB18030)).text()).isEqualTo("显示名");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() throws UnreadableFile {
        assertThat(read("\uFEFFname".getBytes(StandardCharsets.UTF_8)).text()).isEqualTo("name");
        assertThat(read("\uFEFF名".getBytes(GB18030)).text()).isEqualTo("名");
    }

    @Test
    void linesEndWithCrOrLfOrBoth() throws UnreadableFile {
        assertThat(read("a\r\nb\nc\rd\r\n\r\ne".getBytes(StandardCharsets.UTF_8)).lines())
                .containsExactly("a", "b", "c", "d", "", "e");
    }

    @Test
    void fourMebibytesAreReadAndOneByteMoreIsRefused() throws UnreadableFile {
        byte[] most = new byte[ConfigFile.MAX_BYTES];
        Arrays.fill(most, (byte) 'x');
        assertThat(read(most).text()).hasSize(ConfigFile.MAX_BYTES);
        byte[] more = Arrays.copyOf(most, most.length + 1);
        assertThatThrownBy(() -> read(more))
                .hasMessage("The file is larger than 4 MiB: 4194305 bytes.");
    }

    @Test
    void whatIsNoTextIsRefusedWithItsPlace() {
        byte[] zero = "one\ntwo\0".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read(zero))
                .isInstanceOfSatisfying(
                        UnreadableFile.class,
                        refused ->
                                assertThat(refused.finding())
                                        .hasToString(
                                                "a.cfg:2: The file is binary:"
                                                        + " it holds a zero byte."));
        assertThatThrownBy(() -> read(new byte[] {(byte) 0xFF, (byte) 0x80, (byte) 0xFF}))
                .hasMessage("The file is neither UTF-8 nor GB18030 text.");
        assertThatThrownBy(() -> read("text".getBytes(StandardCharsets.UTF_16)))
                .hasMessage("The file is UTF-16; it has to be UTF-8 or GB18030.");
        assertThatThrownBy(() -> read(" \r\n".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("The file is empty.");
    }

    @Test
    void theTextIsNotPrinted() throws UnreadableFile {
        assertThat(read("secret".getBytes(StandardCharsets.UTF_8)))
                .hasToString("a.cfg, 6 characters");
    }

    @Property(tries = 500)
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes, @ForAll String text) throws Exception {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(text.getBytes(StandardCharsets.UTF_8));
        both.write(bytes);
        try {
            assertThat(read(both.toByteArray()).text()).isNotBlank();
        } catch (UnreadableFile refused) {
            assertThat(refused).message().startsWith("The file is ");
        }
    }

    private static TextFile read(byte[] bytes) throws UnreadableFile {
        return TextFile.of(new ConfigFile("a.cfg", bytes));
    }
}
