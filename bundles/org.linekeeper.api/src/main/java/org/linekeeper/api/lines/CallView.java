// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.lines;

import java.time.Instant;
import java.util.Optional;
import org.linekeeper.api.line.Call;

/**
 * A call and its line, with wall-clock times.
 *
 * @param line the line's number
 * @param call the call; its times are on the runtime's clock, use {@code establishedAt}
 * @param establishedAt when it was answered
 */
public record CallView(int line, Call call, Optional<Instant> establishedAt) {}
