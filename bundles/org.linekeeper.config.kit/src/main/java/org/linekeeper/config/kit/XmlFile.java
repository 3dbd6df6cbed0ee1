// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads XML that a stranger may have written: no document type, no entities but the five of XML
 * itself, nothing fetched, depth and number of elements bounded.
 */
public final class XmlFile {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_ELEMENTS = 250_000;

    private final TextFile file;
    private final XmlVisitor visitor;
    private final Deque<XmlElement> open = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private boolean leaf;
    private int elements;

    private XmlFile(TextFile file, XmlVisitor visitor) {
        this.file = file;
        this.visitor = visitor;
    }

    /**
     * Shows all elements to {@code visitor}, which may have seen a part of them when this throws.
     *
     * @throws UnreadableFile if this is not XML, breaks off, declares or uses entities, or is
     *     beyond the bounds
     */
    public static void read(TextFile file, XmlVisitor visitor) throws UnreadableFile {
        new XmlFile(file, visitor).read();
    }

    private void read() throws UnreadableFile {
        XMLStreamReader reader = null;
        try {
            reader = factory().createXMLStreamReader(new StringReader(file.text()));
            while (reader.hasNext()) {
                take(reader.next(), reader);
            }
        } catch (XMLStreamException broken) {
            throw broken(broken);
        } finally {
            close(reader);
        }
    }

    private void take(int event, XMLStreamReader reader) throws UnreadableFile {
        int at = reader.getLocation().getLineNumber();
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> open(reader, at);
            case XMLStreamConstants.END_ELEMENT -> {
                visitor.closed(open.pop(), leaf ? text.toString().strip() : "");
                leaf = false;
            }
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                if (leaf) {
                    text.append(reader.getText());
                }
            }
            case XMLStreamConstants.DTD ->
                    throw refused(at, "The file has a DOCTYPE, which is not read.");
            case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw refused(at, "The file uses an entity, which is not read.");
            default -> {
                // Comments and processing instructions say nothing.
            }
        }
    }

    private void open(XMLStreamReader reader, int at) throws UnreadableFile {
        if (open.size() == MAX_DEPTH) {
            throw refused(at, "The elements are nested deeper than " + MAX_DEPTH + ".");
        }
        if (elements == MAX_ELEMENTS) {
            throw refused(at, "The file has more than " + MAX_ELEMENTS + " elements.");
        }
        elements++;
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        open.push(new XmlElement(reader.getLocalName(), attributes, at));
        text.setLength(0);
        leaf = true;
        visitor.opened(open.peek());
    }

    /** The parser's own sentence comes in the language of the machine and over several lines. */
    private UnreadableFile broken(XMLStreamException broken) {
        Location location = broken.getLocation();
        int at = location == null ? 0 : Math.max(0, location.getLineNumber());
        boolean atEnd = location != null && location.getCharacterOffset() >= file.text().length();
        return atEnd && !open.isEmpty()
                ? refused(at, "The XML breaks off inside <" + open.peek().name() + ">.")
                : refused(at, "The file is not well-formed XML.");
    }

    private UnreadableFile refused(int at, String sentence) {
        return new UnreadableFile(file.name(), at, sentence);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setXMLResolver(
                (publicId, systemId, baseUri, namespace) -> {
                    throw new XMLStreamException("nothing is fetched");
                });
        return factory;
    }

    private static void close(XMLStreamReader reader) {
        try {
            if (reader != null) {
                reader.close();
            }
        } catch (XMLStreamException alreadyRead) {
            // It reads from memory: there is nothing that could stay open.
        }
    }
}
