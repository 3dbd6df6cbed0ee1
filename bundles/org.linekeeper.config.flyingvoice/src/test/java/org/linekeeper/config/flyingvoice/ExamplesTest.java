// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.flyingvoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.config.kit.json.ReadingJson;

/** The example files, and the page that the first of them is taken from. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "..", "examples", "flyingvoice");

    /** The two tables of the maker's guide, as its pages write them. */
    private static final String PAGES =
            """
            Display Name = 6000
            Phone Number = 6000
            Account = 6000
            Password = secret
            Proxy Server =
            Proxy Port = 5060
            Outbound Server = 120.24.109.4
            Outbound Port = 5060
            Backup Outbound Server = 192.168.50.18
            Backup Outbound Port = 5060
            Allow DHCP Option 120 to Override SIP Server = Disable
            Transport = UDP
            本地SIP端口 = 5060
            DTMF模式设置 = RFC2833
            RFC2833载荷类型(>=96) = 101
            注册刷新时间(秒) = 120
            来电显示头域 = FROM
            移除上次注册消息使能 = 开启
            会话刷新时间(秒) = 0
            Min Session Timer(sec) = 90
            刷新 = UAC
            SIP OPTIONS使能 = 禁止
            初始注册携带认证信息 = 禁止
            呼叫等待回应182 = 禁止
            主备服务器心跳周期 = 90
            最大检测失败计数 = 1
            NAT保活间隔(10-60秒) = 15
            匿名呼叫 = 禁止
            拒绝匿名呼叫 = 禁止
            Proxy DNS 类型 = A Type
            在会话中使用OB代理 = 禁止
            完整注册 = 禁止
            注册订阅使能 = 禁止
            注册订阅时间(秒) = 0
            拨号前缀 =
            对端用户类型 = IP
            呼叫保持方法 = ReINVITE
            请求用户检查 = 开启
            仅接受来自服务器的请求 = 禁止
            服务器地址 =
            RPort = 开启
            VPN = 禁止
            SIP 加密方式 = 禁止
            RTP 加密方式 = 禁止
            SRTP = 禁止
            SRTP 不加密 = AES_CM
            国家码 =
            移除国家码使能 = 禁止
            Tel URL = 禁止
            使用随机SIP端口 = 开启
            最小随机SIP端口 = 50000
            最大随机SIP端口 = 60000
            优选主服务器 = 开启
            呼叫保持Inactive属性使能 = 禁止
            BLF List URI =
            BLF List Pickup Code =
            """;

    @Test
    void V10_checkPrintsTheContractsObject() {
        String server =
                """
                ,"port":5060,"transport":"udp","expires":120,\
                "transmissions":null,"invite_transmissions":null,\
                "give_up_ms":{"register":2000,"invite":null,"options":2000},\
                "register_before_request":false,"only_registered":false,\
                "resubscribe":true,"failback":{"mode":"new_requests","after_s":null}}""";
        assertThat(ReadingJson.write("advised.cfg", "flyingvoice", read("advised.cfg")))
                .isEqualTo(
                        """
                        {"file":"advised.cfg","vendor":"flyingvoice","lines":[\
                        {"line":1,"enabled":true,"label":null,"display_name":"6000",\
                        "user":"6000","auth_user":"6000","domain":"120.24.109.4",\
                        "local_port":{"min":50000,"max":60000},\
                        "servers":[{"address":"120.24.109.4"%s,{"address":"192.168.50.18"%s],\
                        "outbound_proxies":[],\
                        "redundancy":{"registration":"successive","probe":"options",\
                        "probe_interval_s":90,"return_delay_s":0,"idle_only":false,\
                        "remove_old_binding":true},\
                        "heartbeat":{"interval_s":90,"max_failures":1},\
                        "keepalive":{"kind":"crlf","interval_s":15},\
                        "timers_ms":{"t1":500,"t2":4000,"t4":5000},"retry_s":30,\
                        "refresh_percent":[50,50],"unavailable_codes":[500,503],\
                        "dns":{"cache":"on","static_first":false,"naptr_build":"all",\
                        "srv_order":"rfc2782"},\
                        "session":{"expires_s":0,"min_se_s":90,"refresher":"uac"},\
                        "unregister_on_exit":true}],\
                        "static_dns":[],"warnings":[],"errors":[]}"""
                                .formatted(server, server));
    }

    @Test
    void V10_thePagesOfTheOriginalSayTheSameAsTheExample() {
        String hidden =
                """
                DBID_SIP_REGISTER_TIMEOUT_TIMER = 2000
                DBID_SIP_OPTIONS_TIMEOUT_TIMER = 2000
                """;
        ConfigFile pages = Cfg.file(PAGES + hidden);
        assertThat(new FlyingvoiceAdapter().recognises(pages)).isTrue();
        Reading reading = new FlyingvoiceAdapter().read(List.of(pages), Map.of());
        assertThat(reading).isEqualTo(read("advised.cfg"));
    }

    @Test
    void V10_theExamplesKeysAreAllKnown() {
        assertThat(content("advised.cfg").lines())
                .filteredOn(line -> !line.isEmpty() && !line.startsWith("#"))
                .hasSize(Key.values().length)
                .extracting(line -> Key.named(line.substring(0, line.indexOf('='))))
                .doesNotHaveDuplicates()
                .allMatch(Optional::isPresent);
    }

    @Test
    void theLabsVariantHasItsServersHere() {
        Reading reading = read("lab.cfg");
        assertThat(reading.warnings()).isEmpty();
        LineConfig line = reading.lines().get(0);
        assertThat(line.enabled()).isTrue();
        assertThat(line.servers()).hasToString("[127.0.0.1:5060/udp, 127.0.0.1:5061/udp]");
        assertThat(line.heartbeat()).contains(new Heartbeat(5, 1));
        assertThat(line.redundancy().returnDelaySeconds()).isZero();
    }

    private static Reading read(String name) {
        ConfigFile file = Cfg.file(content(name));
        assertThat(new FlyingvoiceAdapter().recognises(file)).isTrue();
        return new FlyingvoiceAdapter().read(List.of(file), Map.of());
    }

    private static String content(String name) {
        try {
            return Files.readString(EXAMPLES.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
