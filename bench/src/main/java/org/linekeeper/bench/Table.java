// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.bench;

import java.util.List;
import java.util.Locale;

/** What was measured, a row each, in milliseconds. */
final class Table {
    private Table() {}

    /** The heading. */
    static void print() {
        System.out.printf("%-58s %8s %8s %8s%n", "ms", "median", "p99", "max");
    }

    static void print(String name, List<Double> times) {
        double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%-58s %8.2f %8.2f %8.2f%n",
                name,
                sorted[sorted.length / 2],
                sorted[(int) Math.ceil(sorted.length * 0.99) - 1],
                sorted[sorted.length - 1]);
    }
}
