// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.config.kit.json.LineJson.Detail;

class ReadingJsonTest {
    @Test
    void aReadFileShowsItsLinesAndWarnings() {
        LineConfig line = LineConfig.line(1);
        Finding warning = new Finding("a.cfg", 12, "SIP1 Transport", "7", "is no transport.", "0");
        assertThat(
                        ReadingJson.write(
                                "a.cfg",
                                "fanvil",
                                new Reading(List.of(line), List.of(), List.of(warning), List.of())))
                .isEqualTo(
                        "{\"file\":\"a.cfg\",\"vendor\":\"fanvil\",\"lines\":["
                                + LineJson.write(line, Detail.PUBLIC)
                                + "],\"static_dns\":[],\"warnings\":[{\"at\":12,"
                                + "\"key\":\"SIP1 Transport\",\"value\":\"7\","
                                + "\"message\":\"is no transport.\",\"used\":\"0\"}],"
                                + "\"errors\":[]}");
    }

    @Test
    void aRefusedFileHasNoVendorAndNoLinesAndOneError() {
        Finding error = new Finding("a.cfg", 0, "", "", "is binary.", "");
        assertThat(ReadingJson.write("a.cfg", "fanvil", Reading.refused(error)))
                .isEqualTo(
                        "{\"file\":\"a.cfg\",\"vendor\":null,\"lines\":[],\"static_dns\":[],"
                                + "\"warnings\":[],\"errors\":[{\"at\":null,\"key\":null,"
                                + "\"value\":null,\"message\":\"is binary.\"}]}");
    }
}
