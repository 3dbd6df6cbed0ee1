// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.flyingvoice;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings that this adapter knows: by the key of the file, and by the labels that the phone's
 * pages have for them in English and Chinese.
 */
enum Key {
    DISPLAY_NAME(false, "display_name", "Display Name"),
    PHONE_NUMBER(true, "phone_number", "Phone Number"),
    ACCOUNT(false, "account", "Account"),
    PASSWORD(false, "password", "Password"),
    PROXY_SERVER(true, "proxy_server", "Proxy Server"),
    PROXY_PORT(true, "proxy_port", "Proxy Port"),
    OUTBOUND_SERVER(true, "outbound_server", "Outbound Server"),
    OUTBOUND_PORT(true, "outbound_port", "Outbound Port"),
    BACKUP_SERVER(true, "backup_outbound_server", "Backup Outbound Server"),
    BACKUP_PORT(true, "backup_outbound_port", "Backup Outbound Port"),
    DHCP_OPTION_120(true, "dhcp_option_120", "Allow DHCP Option 120 to Override SIP Server"),
    TRANSPORT(false, "transport", "Transport"),
    DNS_TYPE(true, "dns_type", "Proxy DNS Type", "Proxy DNS 类型"),
    REFRESH_INTERVAL(
            true, "register_refresh_interval", "Register Refresh Interval", "注册刷新时间", "注册有效期"),
    SIP_OPTIONS(true, "sip_options_enable", "Enable SIP OPTIONS", "SIP OPTIONS 使能"),
    DETECT_INTERVAL(
            true, "primary_server_detect_interval", "Primary Server Detect Interval", "主备服务器心跳周期"),
    MAX_FAIL_COUNT(true, "max_detect_fail_count", "Max Detect Fail Count", "最大检测失败计数"),
    PREFER_PRIMARY(true, "prefer_primary_server", "Prefer Primary SIP Server", "优选主服务器"),
    REMOVE_LAST(
            true,
            "remove_last_registration",
            "Remove Last Reg",
            "Remove Last Registration",
            "移除上次注册消息使能"),
    NAT_INTERVAL(true, "nat_keepalive_interval", "NAT Keep-alive Interval", "NAT 保活间隔"),
    RANDOM_PORT(true, "random_sip_port", "Use Random SIP Port", "使用随机SIP端口"),
    MIN_RANDOM_PORT(true, "min_random_sip_port", "Min Random SIP Port", "最小随机SIP端口"),
    MAX_RANDOM_PORT(true, "max_random_sip_port", "Max Random SIP Port", "最大随机SIP端口"),
    LOCAL_PORT(true, "local_sip_port", "Local SIP Port", "本地SIP端口"),
    RPORT(false, "rport", "RPort"),
    PROXY_IN_DIALOG(true, "ob_proxy_in_dialog", "Use OB Proxy In Dialog", "在会话中使用OB代理"),
    FROM_SERVER_ONLY(
            true, "only_requests_from_server", "Only Recv Request From Server", "仅接受来自服务器的请求"),
    INITIAL_AUTH(true, "initial_auth", "Initial Reg With Authorization", "初始注册携带认证信息"),
    SUBSCRIBE_REGISTER(true, "subscribe_register", "Enable Reg Subscribe", "注册订阅使能"),
    SUBSCRIBE_TIME(true, "subscribe_time", "Reg Subscribe Interval", "注册订阅时间"),
    SESSION_REFRESH(true, "session_refresh_time", "Session Refresh Time", "会话刷新时间"),
    MIN_SESSION(true, "min_session_timer", "Min Session Timer"),
    REFRESHER(false, "refresher", "Refresher", "刷新"),
    REGISTER_TIMEOUT(true, "DBID_SIP_REGISTER_TIMEOUT_TIMER"),
    OPTIONS_TIMEOUT(true, "DBID_SIP_OPTIONS_TIMEOUT_TIMER"),
    RETURN_DELAY(true, "DBID_SIP_BACK_TO_PRISERVER_DELAY_TIME");

    private static final Pattern UNIT = Pattern.compile("[(（][^()（）]*[)）]$");
    private static final Pattern BLANK = Pattern.compile("[\\s\u00A0\u3000]+");
    private static final Map<String, Key> BY_NAME = new HashMap<>();

    static {
        for (Key key : values()) {
            key.names.forEach(name -> BY_NAME.put(bare(name), key));
        }
    }

    /** Whether no other kind of file has a setting of such a name. */
    private final boolean telling;

    private final List<String> names;

    Key(boolean telling, String... names) {
        this.telling = telling;
        this.names = List.of(names);
    }

    boolean isTelling() {
        return telling;
    }

    /** The key that a file calls {@code written}. */
    static Optional<Key> named(String written) {
        return Optional.ofNullable(BY_NAME.get(bare(written)));
    }

    /** Without blanks, without a unit in brackets at the end and in lower case. */
    static String bare(String written) {
        String name = BLANK.matcher(written).replaceAll("");
        return UNIT.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
