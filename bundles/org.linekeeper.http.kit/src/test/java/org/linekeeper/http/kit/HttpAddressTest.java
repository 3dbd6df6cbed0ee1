// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class HttpAddressTest {
    @Test
    void namesLiteralsAndBracketsAreRead() {
        assertThat(HttpAddress.text(HttpAddress.parse("127.0.0.1:8089")))
                .isEqualTo("127.0.0.1:8089");
        assertThat(HttpAddress.text(HttpAddress.parse("localhost:0"))).endsWith(":0");
        assertThat(HttpAddress.text(HttpAddress.parse("[::1]:80")))
                .isEqualTo("[0:0:0:0:0:0:0:1]:80");
    }

    @Test
    void whatIsNoAddressIsRefusedInOneSentence() {
        for (String text : new String[] {"", "8089", ":8089", "::1:80", "127.0.0.1:65536", "a:b"}) {
            assertThatThrownBy(() -> HttpAddress.parse(text))
                    .as(text)
                    .hasMessage("HTTP address " + text + " is not ADDR:PORT of this host.");
        }
    }
}
