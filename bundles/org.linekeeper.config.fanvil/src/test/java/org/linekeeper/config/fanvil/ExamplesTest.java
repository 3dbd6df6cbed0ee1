// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Reading;
import org.linekeeper.config.kit.json.ReadingJson;

/** The example files, which are meant to say the same in each form. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "..", "examples", "fanvil");

    @Test
    void checkPrintsTheContractsObject() throws IOException {
        assertThat(ReadingJson.write("x4u.cfg", "fanvil", read("x4u.cfg")))
                .isEqualTo(
                        """
                        {"file":"x4u.cfg","vendor":"fanvil","lines":[\
                        {"line":1,"enabled":true,"label":"Office","display_name":"Reception",\
                        "user":"100","auth_user":"100","domain":null,\
                        "local_port":{"min":5080,"max":5080},\
                        "servers":[\
                        {"address":"127.0.0.1","port":5060,"transport":"udp","expires":60,\
                        "transmissions":4,"invite_transmissions":4,\
                        "give_up_ms":{"register":null,"invite":null,"options":null},\
                        "register_before_request":true,"only_registered":false,\
                        "resubscribe":true,"failback":{"mode":"new_requests","after_s":null}},\
                        {"address":"127.0.0.1","port":5061,"transport":"udp","expires":60,\
                        "transmissions":4,"invite_transmissions":4,\
                        "give_up_ms":{"register":null,"invite":null,"options":null},\
                        "register_before_request":true,"only_registered":false,\
                        "resubscribe":true,"failback":{"mode":"new_requests","after_s":null}}],\
                        "outbound_proxies":[],\
                        "redundancy":{"registration":"successive","probe":"register",\
                        "probe_interval_s":10,"return_delay_s":0,"idle_only":false,\
                        "remove_old_binding":true},"heartbeat":null,\
                        "keepalive":{"kind":"options","interval_s":30},\
                        "timers_ms":{"t1":500,"t2":4000,"t4":5000},"retry_s":32,\
                        "refresh_percent":[80,90],"unavailable_codes":[500,503],\
                        "dns":{"cache":"on","static_first":false,"naptr_build":"all",\
                        "srv_order":"rfc2782"},\
                        "session":{"expires_s":0,"min_se_s":90,"refresher":"uac"},\
                        "unregister_on_exit":true}],\
                        "static_dns":[],"warnings":[],"errors":[]}""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x4u.xml", "older.xml"})
    void theOtherFormsSayTheSame(String name) throws IOException {
        Reading text = read("x4u.cfg");
        assertThat(read(name)).isEqualTo(text);
        assertThat(text.lines().get(0).password().reveal()).isEqualTo("secret");
    }

    private static Reading read(String name) throws IOException {
        byte[] content = Files.readAllBytes(EXAMPLES.resolve(name));
        ConfigFile file = new ConfigFile(name, content);
        assertThat(new FanvilAdapter().recognises(file)).isTrue();
        return new FanvilAdapter().read(List.of(file), Map.of());
    }
}
