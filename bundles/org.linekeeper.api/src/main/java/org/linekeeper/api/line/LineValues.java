// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The settings of a {@link LineConfig} with their defaults, changeable while one is made. */
final class LineValues {
    int line = 1;
    boolean enabled = true;
    String label = "";
    String displayName = "";
    String user = "";
    String authUser = "";
    Secret password = Secret.NONE;
    String domain = "";
    PortRange localPort = PortRange.ANY;
    List<Server> servers = List.of();
    List<Server> outboundProxies = List.of();
    Redundancy redundancy = Redundancy.STANDARD;
    Optional<Heartbeat> heartbeat = Optional.empty();
    Keepalive keepalive = Keepalive.CRLF_25;
    Timers timers = Timers.RFC3261;
    int retrySeconds = 30;
    int surgeSpreadSeconds;
    RefreshWindow refresh = RefreshWindow.STANDARD;
    Set<Integer> unavailableCodes = Set.of(503);
    DnsRules dns = DnsRules.STANDARD;
    SessionTimer session = SessionTimer.OFF;
    boolean unregisterOnExit = true;
    Profile profile = Profile.STANDARD;
    boolean dhcpOption120;
    boolean rport = true;
    boolean proxyInDialog;
    boolean initialAuth;
    int subscribeRegistrationSeconds;
    Steadiness steadiness = Steadiness.NONE;
    Set<String> emergencyNumbers = Set.of();

    LineValues copy() {
        LineValues copy = new LineValues();
        copy.line = line;
        copy.enabled = enabled;
        copy.label = label;
        copy.displayName = displayName;
        copy.user = user;
        copy.authUser = authUser;
        copy.password = password;
        copy.domain = domain;
        copy.localPort = localPort;
        copy.servers = servers;
        copy.outboundProxies = outboundProxies;
        copy.redundancy = redundancy;
        copy.heartbeat = heartbeat;
        copy.keepalive = keepalive;
        copy.timers = timers;
        copy.retrySeconds = retrySeconds;
        copy.surgeSpreadSeconds = surgeSpreadSeconds;
        copy.refresh = refresh;
        copy.unavailableCodes = unavailableCodes;
        copy.dns = dns;
        copy.session = session;
        copy.unregisterOnExit = unregisterOnExit;
        copy.profile = profile;
        copy.dhcpOption120 = dhcpOption120;
        copy.rport = rport;
        copy.proxyInDialog = proxyInDialog;
        copy.initialAuth = initialAuth;
        copy.subscribeRegistrationSeconds = subscribeRegistrationSeconds;
        copy.steadiness = steadiness;
        copy.emergencyNumbers = emergencyNumbers;
        return copy;
    }

    /** What makes two lines equal. */
    List<Object> key() {
        return List.of(
                line,
                enabled,
                label,
                displayName,
                user,
                authUser,
                password,
                domain,
                localPort,
                servers,
                outboundProxies,
                redundancy,
                heartbeat,
                keepalive,
                timers,
                retrySeconds,
                surgeSpreadSeconds,
                refresh,
                unavailableCodes,
                dns,
                session,
                unregisterOnExit,
                profile,
                dhcpOption120,
                rport,
                proxyInDialog,
                initialAuth,
                subscribeRegistrationSeconds,
                steadiness,
                emergencyNumbers);
    }
}
