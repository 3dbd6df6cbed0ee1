// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

/**
 * A message that cannot be read. Its message is one sentence that names the place and the value.
 */
public final class BadMessage extends Exception {
    private static final long serialVersionUID = 1;

    BadMessage(String sentence) {
        super(sentence);
    }
}
