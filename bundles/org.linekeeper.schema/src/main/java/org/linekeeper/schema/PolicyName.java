// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

/**
 * Which policy.
 *
 * @param id its name
 * @param version its version, as text
 */
public record PolicyName(String id, String version) {
    public PolicyName {
        Check.text("id", id, 128);
        Check.text("version", version, 64);
    }

    static PolicyName read(Fields fields) throws BadMessage {
        String id = fields.text("id");
        String version = fields.text("version");
        return fields.build(() -> new PolicyName(id, version));
    }

    Draft draft() {
        return new Draft().put("id", id).put("version", version);
    }
}
