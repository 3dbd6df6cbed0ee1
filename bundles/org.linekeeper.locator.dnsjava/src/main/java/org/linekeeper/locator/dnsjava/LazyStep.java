// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.locator.Located;

/**
 * A step that is made when it is first needed, and runs on other threads than the caller's: a phone
 * that uses no names never loads dnsjava, and one that does waits for it nowhere else.
 */
final class LazyStep implements Step {
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
        Optional<Step> step = step();
        if (step.isEmpty()) {
            String detail =
                    Texts.shown(server.address()) + ": not looked up, the phone is stopping";
            return CompletableFuture.completedFuture(Optional.of(new Located.Failed(detail)));
        }
        return step.get().locate(server, rules);
    }

    private synchronized Optional<Step> step() {
        if (made.isEmpty() && !closed) {
            made = Optional.of(maker.get());
        }
        return closed ? Optional.empty() : made;
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
