// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.Map;
import org.osgi.service.component.ComponentConstants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/** One line in Config Admin: tells the runtime when it comes, changes and goes. */
@Component(
        service = LineConfiguration.class,
        immediate = true,
        configurationPid = ConfigKeeper.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class LineConfiguration {
    private final RuntimeComponent runtime;

    @Activate
    public LineConfiguration(@Reference RuntimeComponent runtime, Map<String, Object> properties) {
        this.runtime = runtime;
        runtime.configured(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        runtime.configured(properties);
    }

    @Deactivate
    void deactivate(Map<String, Object> properties, int reason) {
        // Any other reason: the runtime itself is going, and takes leave of all lines together.
        if (reason == ComponentConstants.DEACTIVATION_REASON_CONFIGURATION_DELETED) {
            runtime.unconfigured(properties);
        }
    }
}
