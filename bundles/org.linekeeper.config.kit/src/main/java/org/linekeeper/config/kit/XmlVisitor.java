// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit;

/** Is shown the elements of an XML file in their order. */
public interface XmlVisitor {
    /** An element begins. */
    void opened(XmlElement element);

    /**
     * The element opened last, and not closed yet, ends.
     *
     * @param text what stands in it, without blanks around it; empty if it holds elements
     */
    void closed(XmlElement element, String text);
}
