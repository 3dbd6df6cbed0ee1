// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.api;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.linekeeper.dashboard.alert.Kind;
import org.linekeeper.dashboard.alert.Silence;
import org.linekeeper.dashboard.alert.Webhook;
import org.linekeeper.dashboard.json.Json;

/** What was done to alerts, in words for the audit, which outlives that what it was done to. */
final class AlertDeeds {
    private AlertDeeds() {}

    /** Of what a silence kept people from. */
    static String of(Silence silence) {
        return "kind="
                + silence.kind().map(Kind::word).orElse("all")
                + " server="
                + silence.server().orElse("all")
                + " until="
                + Json.text(silence.until())
                + " by="
                + silence.by();
    }

    /** Who is told from now on, and who is not any more: by the host, as the rest may be secret. */
    static List<String> of(Collection<Webhook> before, Collection<Webhook> after) {
        return Stream.concat(
                        after.stream()
                                .filter(hook -> !before.contains(hook))
                                .map(hook -> "added=" + host(hook)),
                        before.stream()
                                .filter(hook -> !after.contains(hook))
                                .map(hook -> "removed=" + host(hook)))
                .toList();
    }

    /** Its host and port, without a name and a password. */
    static String host(Webhook hook) {
        String authority = hook.url().getAuthority();
        return authority.substring(authority.lastIndexOf('@') + 1);
    }
}
