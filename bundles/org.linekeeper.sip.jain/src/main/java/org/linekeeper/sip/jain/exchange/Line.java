// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.sip.jain.digest.Nonces;
import org.linekeeper.sip.jain.message.Header;
import org.linekeeper.sip.jain.message.Ids;
import org.linekeeper.sip.jain.message.NameAddress;
import org.linekeeper.sip.jain.message.RequestForm;
import org.linekeeper.sip.jain.message.Uri;
import org.linekeeper.sip.jain.net.Scheduler;
import org.linekeeper.sip.jain.transaction.ClientTransactions;
import org.linekeeper.sip.jain.transaction.Outlet;

/** What everything that a line sends has in common. Used on the scheduler's thread only. */
public final class Line {
    /** The methods that we serve. */
    public static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, NOTIFY";

    private final Scheduler scheduler;
    private final Ids ids;
    private final String userAgent;
    private final String instance;
    private final Places places;
    private final Outlet outlet;
    private final Counters counters;
    private final Consumer<LineEvent> events;
    private final ClientTransactions clients;
    private final Nonces nonces;
    private final ServiceRoutes serviceRoutes = new ServiceRoutes();
    private LineConfig config;

    public Line(
            LineConfig config,
            Scheduler scheduler,
            Ids ids,
            String userAgent,
            String instance,
            Places places,
            Outlet outlet,
            Counters counters,
            Consumer<LineEvent> events) {
        this.config = config;
        this.scheduler = scheduler;
        this.ids = ids;
        this.userAgent = userAgent;
        this.instance = instance;
        this.places = places;
        this.outlet = outlet;
        this.counters = counters;
        this.events = events;
        this.clients = new ClientTransactions(scheduler, outlet, this::count);
        this.nonces = new Nonces(this::config, ids::cnonce);
    }

    public LineConfig config() {
        return config;
    }

    public void configure(LineConfig next) {
        config = next;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    public Ids ids() {
        return ids;
    }

    public Places places() {
        return places;
    }

    public ClientTransactions clients() {
        return clients;
    }

    public ServiceRoutes serviceRoutes() {
        return serviceRoutes;
    }

    Nonces nonces() {
        return nonces;
    }

    public void count(String what) {
        counters.count(what);
    }

    public void emit(LineEvent event) {
        events.accept(event);
    }

    /** How long a request that no attempt stands behind may stay unanswered at a hop. */
    public Budget usualBudget(Hop hop) {
        int index = hop.ref().index();
        return index >= config.layer().size()
                ? Budget.WHOLE
                : new Budget(
                        config.layer().get(index).transmissions(), java.util.OptionalLong.empty());
    }

    /** The URI of the line's identity at a hop. */
    public String identity(Hop hop) {
        return "sip:" + userPart() + domainName(hop);
    }

    /** The URI of the line's domain at a hop. */
    public String domain(Hop hop) {
        return "sip:" + domainName(hop);
    }

    private String userPart() {
        return config.user().isEmpty() ? "" : Uri.escapedUser(config.user()) + "@";
    }

    private String domainName(Hop hop) {
        // A dialog may outlive the configuration of its server; the target still has its name.
        boolean known = hop.server() < config.servers().size() && !config.user().isEmpty();
        String configured = config.domain().isEmpty() ? hop.target().host() : config.domain();
        String name = known ? config.addressOfRecord(hop.server()).domain() : configured;
        return Uri.bracketed(name);
    }

    /**
     * Where a request for {@code who} goes: a URI as it is, anything else as a user of the line's
     * domain. Empty if that makes no SIP address.
     */
    public Optional<String> addressed(String who, Hop hop) {
        boolean uri = who.regionMatches(true, 0, "sip:", 0, 4);
        boolean secure = who.regionMatches(true, 0, "sips:", 0, 5);
        String text = uri || secure ? who : "sip:" + Uri.escapedUser(who) + "@" + domainName(hop);
        boolean clean = text.chars().noneMatch(c -> c <= ' ' || c == '<' || c == '>' || c == '"');
        return Uri.parse(text).filter(Uri::isSip).filter(any -> clean).map(any -> text);
    }

    /** From with a tag, with the line's display name. */
    public String from(Hop hop, String tag) {
        String display = NameAddress.quoted(config.displayName());
        return display + "<" + identity(hop) + ">;tag=" + tag;
    }

    /** A Via with a branch; empty without a route to the target. */
    Optional<String> via(Target target, String branch) {
        return places.local(target)
                .map(
                        place ->
                                "SIP/2.0/"
                                        + target.transport()
                                        + " "
                                        + place
                                        + (config.rport() ? ";rport" : "")
                                        + ";branch="
                                        + branch);
    }

    /** Sends a request that nobody answers: an ACK. */
    public void sendOnce(Target target, RequestForm form, String branch) {
        via(target, branch)
                .ifPresent(
                        via ->
                                outlet.send(
                                        target, form.toBytes(via), config.timers().wholeTimeMs()));
    }

    /** The URI where a target reaches us; empty without a route. */
    public Optional<String> contactUri(Target target) {
        String transport =
                target.transport() == Transport.UDP
                        ? ""
                        : ";transport="
                                + target.transport().name().toLowerCase(java.util.Locale.ROOT);
        return places.seenBy(target).map(place -> "sip:" + userPart() + place + transport);
    }

    /** The parameter that names this device (RFC 5626 section 4.1). */
    public String instanceParameter() {
        return "+sip.instance=\"<urn:uuid:" + instance + ">\"";
    }

    /**
     * The beginning of a request outside a dialog: to the outbound proxy first, if there is one.
     */
    public RequestForm outside(String method, String uri, Hop hop) {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Max-Forwards", "70"));
        OutboundProxy.route(config, hop)
                .ifPresent(proxy -> headers.add(new Header("Route", proxy)));
        return RequestForm.of(method, uri).with(headers);
    }

    /** The same for a request to others, which takes the way that the registrar told, too. */
    public RequestForm beyond(String method, String uri, Hop hop) {
        List<Header> way =
                serviceRoutes.of(hop).stream().map(entry -> new Header("Route", entry)).toList();
        return outside(method, uri, hop).with(way);
    }

    /** The URI of a target, without user. */
    public static String uriOf(Target target) {
        String transport =
                target.transport() == Transport.UDP
                        ? ""
                        : ";transport="
                                + target.transport().name().toLowerCase(java.util.Locale.ROOT);
        return "sip:" + Uri.bracketed(target.address()) + ":" + target.port() + transport;
    }

    /** Headers that tell what we are. */
    public List<Header> about() {
        return List.of(new Header("Allow", ALLOW), agent());
    }

    public Header agent() {
        return new Header("User-Agent", userAgent);
    }
}
