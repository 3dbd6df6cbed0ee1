// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlFileTest {
    @Test
    void elementsComeWithAttributesTextAndLine() throws UnreadableFile {
        assertThat(
                        read(
                                "<?xml version=\"1.0\" encoding=\"GB2312\"?>\r\n<!-- c -->\n"
                                        + "<a>\n<b index=\"1\">\n<c> x&amp;&#65;<![CDATA[<]]> </c>"
                                        + "</b> tail\n</a>\n"))
                .containsExactly("<a {} 3", "<b {index=1} 4", "<c {} 5", "c=x&A<", "b=", "a=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
                "<!DOCTYPE a [<!ENTITY x \"lol\"><!ENTITY y \"&x;&x;&x;\">]><a>&y;</a>",
                "<!DOCTYPE a [<!ENTITY % x SYSTEM \"http://192.0.2.1/\">%x;]><a/>"
            })
    void aDocumentTypeIsRefused(String xml) {
        assertThatThrownBy(() -> read(xml))
                .hasMessage("The file has a DOCTYPE, which is not read.");
    }

    @Test
    void anEntityOfItsOwnIsRefused() {
        assertThatThrownBy(() -> read("<a>\n&x;</a>"))
                .hasMessage("The file uses an entity, which is not read.");
        assertThatThrownBy(() -> read("<a b='&x;'/>"))
                .hasMessage("The file is not well-formed XML.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a>\n<b>", "<a>\n<b>x</b", "<a>\n<b>x", "<a>\n<b><!-- "})
    void truncatedXmlIsRefusedWithTheElementAndTheLine(String xml) {
        assertThatThrownBy(() -> read(xml))
                .isInstanceOfSatisfying(
                        UnreadableFile.class,
                        refused ->
                                assertThat(refused.finding())
                                        .hasToString("a.xml:2: The XML breaks off inside <b>."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a><b></a></b>", "<a/><b/>", "x", "<a x='1' x='2'/>", "<a>\u0001</a>"})
    void whatIsNotWellFormedIsRefused(String xml) {
        assertThatThrownBy(() -> read(xml)).hasMessage("The file is not well-formed XML.");
    }

    @Test
    void depthAndCountAreBounded() {
        assertThatThrownBy(() -> read("<a>".repeat(100_000)))
                .hasMessage("The elements are nested deeper than 32.");
        assertThatThrownBy(() -> read("<a>" + "<b/>".repeat(300_000) + "</a>"))
                .hasMessage("The file has more than 250000 elements.");
    }

    @Property(tries = 300)
    void noTextDoesMoreThanBeRefused(@ForAll String text) {
        for (String xml : List.of(text, "<a>" + text + "</a>", "<a b='" + text + "'/>")) {
            try {
                read(xml);
            } catch (UnreadableFile refused) {
                assertThat(refused).message().startsWith("The ");
            }
        }
    }

    private static List<String> read(String xml) throws UnreadableFile {
        List<String> seen = new ArrayList<>();
        XmlFile.read(
                new TextFile("a.xml", xml),
                new XmlVisitor() {
                    @Override
                    public void opened(XmlElement element) {
                        seen.add(
                                "<"
                                        + element.name()
                                        + " "
                                        + element.attributes()
                                        + " "
                                        + element.at());
                    }

                    @Override
                    public void closed(XmlElement element, String text) {
                        seen.add(element.name() + "=" + text);
                    }
                });
        return seen;
    }
}
