// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.event.LineListener;
import org.linekeeper.api.event.Transitions;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.http.kit.HttpAddress;
import org.linekeeper.http.kit.Limits;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the local HTTP API as long as there are lines.
 *
 * <p>Framework properties: {@value #HTTP} (ADDR:PORT, port 0 = any free one, default {@value
 * #DEFAULT}) and {@value #HOME}, the directory that keeps the access token. How it went is told by
 * a service {@link InetSocketAddress}: with {@value #BOUND} = true where it listens, or with
 * {@value #ERROR} = one sentence when it cannot.
 */
@Component(service = {})
public final class ConsoleServer {
    static final String HTTP = "linekeeper.http";
    static final String HOME = "linekeeper.home";
    static final String DEFAULT = "127.0.0.1:8089";
    static final String NOWHERE = "none";
    static final String BOUND = "linekeeper.http.bound";
    static final String ERROR = "linekeeper.http.error";

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);

    private final List<ServiceRegistration<?>> services = new ArrayList<>();
    private Optional<Console> console = Optional.empty();

    /** Listens, or tells why not; called by the component runtime. */
    @Activate
    public ConsoleServer(
            BundleContext context, @Reference Lines lines, @Reference Transitions transitions) {
        Optional<String> asked = Optional.ofNullable(context.getProperty(HTTP));
        if (asked.equals(Optional.of(NOWHERE))) {
            return;
        }
        Optional<Path> home = Optional.ofNullable(context.getProperty(HOME)).map(Path::of);
        // Stands for "nowhere" when the property names no address.
        InetSocketAddress address = InetSocketAddress.createUnresolved("", 0);
        try {
            address = HttpAddress.parse(asked.orElse(DEFAULT));
            Console opened = Console.open(address, home, Limits.STANDARD, lines, transitions);
            console = Optional.of(opened);
            for (LineListener listener : opened.listeners()) {
                services.add(context.registerService(LineListener.class, listener, none()));
            }
            tell(context, opened.address(), BOUND, true);
        } catch (IllegalArgumentException | IOException e) {
            // Said by whoever can do something about it: the command ends.
            LOG.debug(e.getMessage());
            tell(context, address, ERROR, e.getMessage());
        }
    }

    @Deactivate
    void close() {
        services.forEach(ServiceRegistration::unregister);
        console.ifPresent(Console::close);
    }

    private void tell(BundleContext context, InetSocketAddress address, String key, Object value) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(key, value);
        services.add(context.registerService(InetSocketAddress.class, address, properties));
    }

    private static Dictionary<String, Object> none() {
        return new Hashtable<>();
    }
}
