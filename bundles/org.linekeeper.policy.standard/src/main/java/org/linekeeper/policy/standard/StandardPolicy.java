// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.standard;

import org.linekeeper.api.line.LineState;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.FailoverPolicy;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.policy.kit.ByConfiguration;
import org.linekeeper.policy.kit.FailoverMachine;
import org.osgi.service.component.annotations.Component;

/** Does what the line's configuration says. Any policy from outside outranks it. */
@Component(property = {"policy.id=standard", "service.ranking:Integer=-1000"})
public final class StandardPolicy implements FailoverPolicy {
    private final FailoverPolicy machine = new FailoverMachine(new ByConfiguration());

    @Override
    public Decision decide(LineState state, LineEvent event) {
        return machine.decide(state, event);
    }
}
