// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.access;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One who has proved who it is, and the topics it may publish to and subscribe to. The same rules
 * stand in the access list for mosquitto.
 */
public final class Client {
    private static final String ALL = "lk/#";

    private final String name;
    private final List<TopicFilter> writes;
    private final List<TopicFilter> reads;

    private Client(String name, List<String> writes, List<String> reads) {
        this.name = name;
        this.writes = writes.stream().map(TopicFilter::new).toList();
        this.reads = reads.stream().map(TopicFilter::new).toList();
    }

    /** Who that user is; empty if nobody can be called so. */
    static Optional<Client> ofUser(String user) {
        if (Names.isLevel(user) && Names.isOf(Names.COLLECTOR, user)) {
            return Optional.of(collector(user));
        }
        if (Names.isLevel(user) && Names.isOf(Names.VIEWER, user)) {
            return Optional.of(new Client(user, List.of(), List.of(ALL)));
        }
        int slash = user.indexOf('/');
        String tenant = slash < 0 ? Names.DEFAULT_TENANT : user.substring(0, slash);
        String device = user.substring(slash + 1);
        boolean named = Names.isLevel(tenant) && Names.isDevice(device);
        return named && !Names.isMadeUp(device)
                ? Optional.of(device(user, tenant, device, List.of()))
                : Optional.empty();
    }

    /** Who an anonymous client on loopback counts as: a device that may read everything. */
    static Optional<Client> ofClientId(String clientId) {
        boolean collects = Names.isOf(Names.COLLECTOR, clientId) || Names.isCollectorsId(clientId);
        if (Names.isLevel(clientId) && collects) {
            return Optional.of(collector(clientId));
        }
        return Names.isDevice(clientId) || Names.isLevel(clientId) && isViewer(clientId)
                ? Optional.of(device(clientId, Names.DEFAULT_TENANT, clientId, List.of(ALL)))
                : Optional.empty();
    }

    static Client collector(String name) {
        return new Client(
                name,
                List.of("lk/1/+/+/dn/#", "lk/1/+/srv/state", "lk/1/+/ring/#", "lk/1/+/blob/#"),
                List.of("lk/1/+/+/up/#", "lk/1/+/+/dn/ack"));
    }

    private static boolean isViewer(String name) {
        return Names.isOf(Names.VIEWER, name);
    }

    private static Client device(String name, String tenant, String device, List<String> more) {
        String own = "lk/1/" + tenant + "/" + device;
        String shared = "lk/1/" + tenant;
        List<String> reads =
                List.of(
                        own + "/dn/#",
                        shared + "/ring/+/policy",
                        shared + "/blob/+",
                        shared + "/srv/state");
        return new Client(
                name,
                List.of(own + "/up/#"),
                Stream.concat(reads.stream(), more.stream()).toList());
    }

    /** As it logs in, and as a log may call it. */
    public String name() {
        return name;
    }

    /** Whether it is a server of the fleet, which is believed to know what it does. */
    public boolean isTrusted() {
        return Names.isOf(Names.COLLECTOR, name) || Names.isCollectorsId(name);
    }

    /** Whether it may send that topic. */
    public boolean mayPublish(String topic) {
        return isWhole(topic) && writes.stream().anyMatch(filter -> filter.covers(topic));
    }

    /** Whether it may have all that the filter asks for. */
    public boolean maySubscribe(String filter) {
        return reads.stream().anyMatch(each -> each.covers(filter));
    }

    /**
     * Whether a session under that name is its own. A device's has its user's name, so that nobody
     * takes over another's; collectors and people may have several.
     *
     * @param assigned whether the broker has drawn it
     */
    boolean mayUse(String clientId, boolean assigned) {
        if (clientId.equals(name)) {
            return true;
        }
        if (isTrusted()) {
            return assigned
                    || Names.isLevel(clientId)
                            && (clientId.startsWith(name + "-") || Names.isCollectorsId(clientId));
        }
        return isViewer(name)
                && (assigned
                        || Names.isLevel(clientId)
                                && (clientId.startsWith(name + "-") || Names.isMadeUp(clientId)));
    }

    private static boolean isWhole(String topic) {
        return topic.indexOf('+') < 0 && topic.indexOf('#') < 0;
    }
}
