// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * What DNS is asked.
 *
 * @param name absolute; case does not count
 * @param type a type of {@link Type}
 */
record Question(Name name, int type) {}
