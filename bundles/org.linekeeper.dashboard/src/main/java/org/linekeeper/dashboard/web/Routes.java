// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import org.linekeeper.http.kit.Router;

/**
 * Some of the dashboard's addresses. One added without a role is for viewers when it reads (GET)
 * and for operators when it changes something; {@link Router#ANYBODY} opens one to strangers.
 */
@FunctionalInterface
public interface Routes {
    /** Called once, before the server answers. */
    void addTo(Router router);
}
