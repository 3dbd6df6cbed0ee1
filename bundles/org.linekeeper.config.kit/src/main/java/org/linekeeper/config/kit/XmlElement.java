// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit;

import java.util.Map;

/**
 * An element of an XML file.
 *
 * @param name with its prefix, if it has one
 * @param attributes by name
 * @param at the line in the file where its start tag ends, from 1
 */
public record XmlElement(String name, Map<String, String> attributes, int at) {
    public XmlElement {
        attributes = Map.copyOf(attributes);
    }
}
