// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.locator.Located;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A step that is made when it is first needed, and runs on other threads than the caller's: a phone
 * that uses no names never loads dnsjava, and one that does waits for it nowhere else.
 */
final class LazyStep implements Step {
    private static final Logger LOG = LoggerFactory.getLogger(LazyStep.class);

    private final Supplier<Step> maker;
    private final Executor workers;
    private Optional<Step> made = Optional.empty();
    private boolean closed;

    LazyStep(Supplier<Step> maker, Executor workers) {
        this.maker = maker;
        this.workers = workers;
    }

    @Override
    public CompletionStage<Optional<Located>> locate(Server server, DnsRules rules) {
        CompletableFuture<CompletionStage<Optional<Located>>> started = new CompletableFuture<>();
        try {
            workers.execute(() -> started.complete(start(server, rules)));
        } catch (RejectedExecutionException e) {
            started.complete(failed(server, rejected()));
        }
        return started.thenCompose(Function.identity());
    }

    private CompletionStage<Optional<Located>> start(Server server, DnsRules rules) {
        try {
            return step().map(step -> step.locate(server, rules))
                    .orElseGet(() -> failed(server, rejected()));
        } catch (RuntimeException | LinkageError bug) {
            LOG.error("Looking up {} failed on a bug", server, bug);
            return failed(server, "an internal error, see the log");
        }
    }

    private synchronized Optional<Step> step() {
        if (made.isEmpty() && !closed) {
            made = Optional.of(maker.get());
        }
        return closed ? Optional.empty() : made;
    }

    private synchronized String rejected() {
        return closed
                ? "not looked up, the phone is stopping"
                : "too many names are being looked up";
    }

    private static CompletionStage<Optional<Located>> failed(Server server, String why) {
        String detail = Texts.shown(server.address()) + ": " + why;
        return CompletableFuture.completedFuture(Optional.of(new Located.Failed(detail)));
    }

    @Override
    public void close() {
        Optional<Step> open;
        synchronized (this) {
            closed = true;
            open = made;
        }
        open.ifPresent(Step::close);
    }
}
