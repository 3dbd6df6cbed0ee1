// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.StaticRecord;
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
    void staticRecordsHaveTheFieldsOfTheirType() {
        List<StaticRecord> records =
                List.of(
                        new StaticRecord.Address("pbx.example", 300, "192.0.2.1"),
                        new StaticRecord.Srv("_sip._udp.pbx.example", 30, 1, 2, 5060, "a.example"),
                        new StaticRecord.Naptr(
                                "pbx.example",
                                60,
                                90,
                                50,
                                "S",
                                "SIP+D2U",
                                "_sip._udp.pbx.example"));
        assertThat(
                        ReadingJson.write(
                                "a.cfg",
                                "yealink",
                                new Reading(List.of(), records, List.of(), List.of())))
                .contains(
                        """
                        "static_dns":[\
                        {"type":"A","name":"pbx.example","ttl":300,"address":"192.0.2.1"},\
                        {"type":"SRV","name":"_sip._udp.pbx.example","ttl":30,"priority":1,\
                        "weight":2,"port":5060,"target":"a.example"},\
                        {"type":"NAPTR","name":"pbx.example","ttl":60,"order":90,"preference":50,\
                        "flags":"S","service":"SIP+D2U",\
                        "replacement":"_sip._udp.pbx.example"}]""");
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
