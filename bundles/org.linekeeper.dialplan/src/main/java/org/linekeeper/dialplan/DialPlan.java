// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.linekeeper.api.call.CallPlanner;
import org.linekeeper.api.call.Dialled;
import org.linekeeper.api.call.PlanSource;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.line.CallPlan;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans calls by the rules of the file that the framework property {@code linekeeper.dialplan}
 * names; without it, and where no rule applies, calls go as dialled. A changed file is in force
 * after a second or two.
 */
@Component(
        service = {CallPlanner.class, PlanSource.class},
        immediate = true)
public final class DialPlan implements CallPlanner, PlanSource {
    private static final Logger LOG = LoggerFactory.getLogger(DialPlan.class);
    private static final String PROPERTY = "linekeeper.dialplan";

    /** There is a command that was told of the file: it says what is wrong, and ends. */
    private static final String COMMAND = "linekeeper.command";

    private static final long PERIOD_MS = 1000;

    private final Optional<RuleFile> file;
    private final Optional<ScheduledExecutorService> clock;

    /** Reads the file, and looks at it again and again. */
    @Activate
    public DialPlan(BundleContext context) {
        this.file =
                Optional.ofNullable(context.getProperty(PROPERTY)).map(Path::of).map(RuleFile::new);
        this.clock = file.map(DialPlan::follow);
        if (context.getProperty(COMMAND) == null) {
            refusal()
                    .ifPresent(why -> LOG.error("{}; calls go as dialled until it is mended", why));
        }
    }

    private static ScheduledExecutorService follow(RuleFile file) {
        ScheduledExecutorService clock =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "lk-dialplan");
                            thread.setDaemon(true);
                            return thread;
                        });
        clock.scheduleWithFixedDelay(
                () -> lookAt(file), PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
        return clock;
    }

    /** A throw would end the looking for good. */
    private static void lookAt(RuleFile file) {
        try {
            file.look();
        } catch (RuntimeException bug) {
            LOG.error("a change of the rules was not taken up", bug);
        }
    }

    @Override
    public CallPlan plan(Dialled dialled) {
        return file.map(RuleFile::rules).orElse(RuleBook.EMPTY).plan(dialled);
    }

    @Override
    public Optional<Finding> refusal() {
        return file.flatMap(RuleFile::refusal);
    }

    /** The rules are looked at no longer. */
    @Deactivate
    void close() {
        clock.ifPresent(ScheduledExecutorService::shutdownNow);
    }
}
