// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

final class WordsTest {
    @Test
    void bothLanguagesSayAll() {
        ResourceBundle english = Pages.words(Locale.ENGLISH);
        ResourceBundle chinese = Pages.words(Locale.CHINESE);

        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        for (String key : english.keySet()) {
            assertThat(english.getString(key)).as(key).isNotBlank();
            assertThat(chinese.getString(key)).as(key).isNotEqualTo(english.getString(key));
        }
        for (String page : List.of(Pages.ENTER, Pages.OVER, Pages.LOCKED, Pages.PROXY)) {
            assertThat(english.keySet()).contains(page + ".title", page + ".text");
        }
    }

    @Test
    void theBrowsersFirstLanguageIsTaken() {
        for (String wanted : List.of("zh", "zh-CN,zh;q=0.9,en;q=0.8", "ZH-tw", "fr, zh")) {
            assertThat(Pages.language(Optional.of(wanted))).as(wanted).isEqualTo(Locale.CHINESE);
        }
        for (String wanted : List.of("en-US,en;q=0.9,zh;q=0.8", "", "fr", "de-DE")) {
            assertThat(Pages.language(Optional.of(wanted))).as(wanted).isEqualTo(Locale.ENGLISH);
        }
        assertThat(Pages.language(Optional.empty())).isEqualTo(Locale.ENGLISH);
    }
}
