// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.sip.ErrorReporting;
import org.linekeeper.api.sip.LineSignalling;
import org.linekeeper.api.sip.MediaSessions;
import org.linekeeper.api.sip.Signalling;
import org.linekeeper.api.sip.TraceEntry;
import org.linekeeper.sip.jain.line.Device;
import org.linekeeper.sip.jain.line.LineSession;
import org.linekeeper.sip.jain.media.PlainMedia;
import org.linekeeper.sip.jain.message.Ids;
import org.linekeeper.sip.jain.net.EventLoop;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** SIP with JAIN-SIP's parser: all lines of the device on one thread. */
@Component
public final class JainSignalling implements Signalling {
    private final EventLoop loop = new EventLoop();
    private final AtomicReference<Optional<MediaSessions>> audio =
            new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<ErrorReporting>> errors =
            new AtomicReference<>(Optional.empty());
    private final Sockets sockets;
    private final Device device;

    /** Reads the framework's properties, as {@link Settings} says. */
    @Activate
    public JainSignalling(BundleContext bundle) {
        this(Settings.from(bundle::getProperty), bundle.getBundle().getVersion().toString());
    }

    JainSignalling(Settings settings, String version) {
        SecureRandom random = new SecureRandom();
        Ids ids = new Ids(random);
        MediaSessions plain = new PlainMedia(random);
        sockets =
                new Sockets(
                        loop,
                        settings,
                        random,
                        (channel, remote) ->
                                errors.get().ifPresent(there -> there.enable(channel)));
        device =
                new Device(
                        loop,
                        sockets,
                        (call, local) -> audio.get().orElse(plain).open(call, local),
                        ids,
                        Clock.systemUTC(),
                        "Linekeeper/" + version,
                        settings.instance()
                                .orElseGet(() -> InstanceId.keptIn(settings.home(), ids::uuid)));
    }

    @Override
    public LineSignalling open(
            LineConfig config, Consumer<LineEvent> events, Consumer<TraceEntry> messages) {
        sockets.prepare(config);
        return new LineSession(config, events, messages, device);
    }

    /** Ends the thread and closes all sockets. */
    @Deactivate
    void close() {
        loop.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setMedia(MediaSessions media) {
        audio.set(Optional.of(media));
    }

    void unsetMedia(MediaSessions media) {
        audio.updateAndGet(now -> now.filter(there -> there != media));
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setErrors(ErrorReporting reporting) {
        errors.set(Optional.of(reporting));
    }

    void unsetErrors(ErrorReporting reporting) {
        errors.updateAndGet(now -> now.filter(there -> there != reporting));
    }
}
