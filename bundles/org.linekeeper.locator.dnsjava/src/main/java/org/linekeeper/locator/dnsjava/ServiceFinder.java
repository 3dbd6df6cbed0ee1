// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Transport;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/** From a domain to the services and hosts behind it: NAPTR and SRV. */
final class ServiceFinder {
    private final SrvDraw draw;

    ServiceFinder(SrvDraw draw) {
        this.draw = draw;
    }

    /**
     * What one service offers.
     *
     * @param hosts best first
     * @param refused whether SRV says that the domain decidedly has no such service
     */
    record Offer(Transport transport, List<Host> hosts, boolean refused) {}

    /** The services of a server without a port, best first; blocks. */
    List<Service> services(Server server, Name domain, Inquiry inquiry) {
        if (server.transport() != Transport.NAPTR) {
            Protocol protocol = Protocol.of(server.transport());
            return Service.of(protocol, domain, Service.Via.SRV).stream().toList();
        }
        List<Service> pointed = NaptrWalk.services(domain, inquiry);
        return pointed.isEmpty() ? built(domain, inquiry) : pointed;
    }

    /** What {@code naptr_build} and static records give (Y2, Y5). */
    private static List<Service> built(Name domain, Inquiry inquiry) {
        DnsRules rules = inquiry.rules();
        List<Service> all =
                Stream.of(Protocol.values())
                        .flatMap(each -> Service.of(each, domain, Service.Via.SRV).stream())
                        .toList();
        List<Service> fixed = all.stream().filter(each -> isStatic(each, inquiry)).toList();
        if (rules.staticFirst() && !fixed.isEmpty()) {
            return fixed;
        }
        return all.stream()
                .flatMap(
                        each -> {
                            boolean asked =
                                    rules.naptrBuild() == DnsRules.NaptrBuild.ALL
                                            || each.transport() == Transport.UDP;
                            if (asked) {
                                return Stream.of(each);
                            }
                            return fixed.contains(each)
                                    ? Stream.of(each.by(Service.Via.STATIC_SRV))
                                    : Stream.empty();
                        })
                .toList();
    }

    private static boolean isStatic(Service service, Inquiry inquiry) {
        return inquiry.configured(question(service)).isPresent();
    }

    private static Question question(Service service) {
        return new Question(service.name(), Type.SRV);
    }

    /** The hosts of a service; blocks. */
    Offer offer(Service service, Inquiry inquiry) {
        Transport transport = service.transport();
        if (service.via() == Service.Via.ADDRESS) {
            Host host = Host.of(service.name(), 0, transport, service.expiresAtMs());
            return new Offer(transport, List.of(host), false);
        }
        Question question = question(service);
        Optional<Reply> reply =
                service.via() == Service.Via.STATIC_SRV
                        ? inquiry.configured(question)
                        : Optional.of(inquiry.ask(question));
        if (!(reply.orElseThrow() instanceof Reply.Records known)) {
            return new Offer(transport, List.of(), false);
        }
        List<SRVRecord> real =
                known.records().stream()
                        .map(SRVRecord.class::cast)
                        .filter(record -> !record.getTarget().equals(Name.root))
                        .toList();
        long until = Math.min(service.expiresAtMs(), known.expiresAtMs());
        List<Host> hosts =
                draw.order(real, inquiry.rules().srvOrder(), known).stream()
                        .map(each -> Host.of(each.getTarget(), each.getPort(), transport, until))
                        .toList();
        return new Offer(transport, hosts, hosts.isEmpty());
    }
}
