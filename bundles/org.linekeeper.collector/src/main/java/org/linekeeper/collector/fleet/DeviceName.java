// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.fleet;

import java.util.Objects;

/**
 * A device, as its topics name it.
 *
 * @param tenant 1 to 64 characters
 * @param name 1 to 64 characters, unique in its tenant
 */
public record DeviceName(String tenant, String name) implements Comparable<DeviceName> {
    public DeviceName {
        Objects.requireNonNull(tenant);
        Objects.requireNonNull(name);
    }

    @Override
    public int compareTo(DeviceName other) {
        int byTenant = tenant.compareTo(other.tenant);
        return byTenant != 0 ? byTenant : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return tenant + "/" + name;
    }
}
