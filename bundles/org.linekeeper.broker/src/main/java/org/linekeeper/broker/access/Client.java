// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One who has proved who it is, and the topics it may publish to and subscribe to. The same rules
 * stand in the access list for mosquitto.
 */
public final class Client {
    private static final String ALL = "lk/#";

    /** What somebody is; a name says it only once, as a tenant's may begin like a role. */
    private enum Role {
        DEVICE,
        VIEWER,
        COLLECTOR
    }

    private final Role role;
    private final String name;
    private final List<TopicFilter> writes;
    private final List<TopicFilter> own;
    private final List<TopicFilter> reads;

    /**
     * One of those.
     *
     * @param own what it reads as what it is
     * @param more what it may read besides
     */
    private Client(
            Role role, String name, List<String> writes, List<String> own, List<String> more) {
        this.role = role;
        this.name = name;
        this.writes = writes.stream().map(TopicFilter::new).toList();
        this.own = own.stream().map(TopicFilter::new).toList();
        this.reads = Stream.concat(own.stream(), more.stream()).map(TopicFilter::new).toList();
    }

    /** Who that user is; empty if nobody can be called so. */
    static Optional<Client> ofUser(String user) {
        if (Names.isLevel(user) && Names.isOf(Names.COLLECTOR, user)) {
            return Optional.of(collector(user));
        }
        if (Names.isLevel(user) && Names.isOf(Names.VIEWER, user)) {
            return Optional.of(new Client(Role.VIEWER, user, List.of(), List.of(ALL), List.of()));
        }
        int slash = user.indexOf('/');
        String tenant = slash < 0 ? Names.DEFAULT_TENANT : user.substring(0, slash);
        String device = user.substring(slash + 1);
        boolean named = Names.isLevel(tenant) && Names.isDevice(device);
        return named && !Names.isMadeUp(device)
                ? Optional.of(device(Role.DEVICE, user, tenant, device, List.of()))
                : Optional.empty();
    }

    /** Who an anonymous client on loopback counts as: a device that may read everything. */
    public static Optional<Client> ofClientId(String clientId) {
        boolean collects = Names.isOf(Names.COLLECTOR, clientId) || Names.isCollectorsId(clientId);
        if (Names.isLevel(clientId) && collects) {
            return Optional.of(collector(clientId));
        }
        boolean views = Names.isLevel(clientId) && Names.isOf(Names.VIEWER, clientId);
        Role role = views || Names.isMadeUp(clientId) ? Role.VIEWER : Role.DEVICE;
        return Names.isDevice(clientId) || views
                ? Optional.of(device(role, clientId, Names.DEFAULT_TENANT, clientId, List.of(ALL)))
                : Optional.empty();
    }

    static Client collector(String name) {
        return new Client(
                Role.COLLECTOR,
                name,
                List.of("lk/1/+/+/dn/#", "lk/1/+/srv/state", "lk/1/+/ring/#", "lk/1/+/blob/#"),
                List.of("lk/1/+/+/up/#", "lk/1/+/+/dn/ack"),
                List.of());
    }

    private static Client device(
            Role role, String name, String tenant, String device, List<String> more) {
        String own = "lk/1/" + tenant + "/" + device;
        String shared = "lk/1/" + tenant;
        List<String> reads =
                List.of(
                        own + "/dn/#",
                        shared + "/ring/+/policy",
                        shared + "/blob/+",
                        shared + "/srv/state");
        return new Client(role, name, List.of(own + "/up/#"), reads, more);
    }

    /** As it logs in, and as a log may call it. */
    public String name() {
        return name;
    }

    /** Whether it is a server of the fleet, which is believed to know what it does. */
    public boolean isTrusted() {
        return role == Role.COLLECTOR;
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
     * Whether it reads along as a person does, who may forget a session: a viewer, and an anonymous
     * client with a filter that no phone has.
     *
     * @param filters what it is subscribed to
     */
    public boolean isReader(Set<String> filters) {
        return role == Role.VIEWER
                || role == Role.DEVICE
                        && !filters.stream()
                                .allMatch(each -> own.stream().anyMatch(f -> f.covers(each)));
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
        return role == Role.VIEWER
                && (assigned
                        || Names.isLevel(clientId)
                                && (clientId.startsWith(name + "-") || Names.isMadeUp(clientId)));
    }

    private static boolean isWhole(String topic) {
        return topic.indexOf('+') < 0 && topic.indexOf('#') < 0;
    }
}
