// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
/** What adapters of config files share: text, XML, settings with their place, checks of values. */
package org.linekeeper.config.kit;
