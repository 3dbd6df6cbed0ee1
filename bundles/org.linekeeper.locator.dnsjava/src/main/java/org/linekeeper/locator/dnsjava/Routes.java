// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.net.InetAddress;
import java.util.Optional;

/** Where this host can send to. */
interface Routes {
    /** The local address that datagrams to this destination would carry; empty without a route. */
    Optional<InetAddress> sourceTo(InetAddress destination);
}
