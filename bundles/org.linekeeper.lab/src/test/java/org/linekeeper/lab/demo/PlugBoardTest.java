// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.fleet.Drill.Plug;
import org.linekeeper.lab.server.Mode;
import org.linekeeper.lab.server.PocketServer;

class PlugBoardTest {
    private final PocketServer server = PocketServer.start("a");
    private final PlugBoard board =
            new PlugBoard(List.of(new PlugBoard.Socket("primary", "pbx-a", server)));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aPulledServerIsSilentUntilItIsPluggedIn() {
        assertThat(board.plugs()).containsExactly(new Plug("primary", "pbx-a", false));
        board.pull("primary");
        board.pull("primary");
        assertThat(server.mode()).isEqualTo(Mode.SILENT);
        assertThat(board.plugs()).containsExactly(new Plug("primary", "pbx-a", true));
        board.plugIn("primary");
        board.plugIn("primary");
        assertThat(server.mode()).isEqualTo(Mode.UP);
        assertThat(board.plugs()).containsExactly(new Plug("primary", "pbx-a", false));
    }

    @Test
    void anUnknownPlugIsRefused() {
        assertThatThrownBy(() -> board.pull("coffee"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no plug coffee");
        assertThatThrownBy(() -> board.plugIn("")).isInstanceOf(IllegalArgumentException.class);
    }
}
