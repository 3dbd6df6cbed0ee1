// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;

/** Records and answers for tests. */
final class Zone {
    private Zone() {}

    /** What a server does with a query. */
    interface Behaviour {
        Message answer(Message query) throws IOException;
    }

    static Behaviour answers(Record... records) {
        return with(0, message -> add(message, Section.ANSWER, records));
    }

    /** An answer, and what comes along with it. */
    static Behaviour answersWith(List<Record> answer, Record... additional) {
        return with(
                0,
                message ->
                        add(
                                add(message, Section.ANSWER, answer.toArray(Record[]::new)),
                                Section.ADDITIONAL,
                                additional));
    }

    static Behaviour says(int rcode) {
        return with(rcode, message -> message);
    }

    static Behaviour says(int rcode, SOARecord authority) {
        return with(rcode, message -> add(message, Section.AUTHORITY, authority));
    }

    static Behaviour fails(String why) {
        return query -> {
            throw new IOException(why);
        };
    }

    private static Behaviour with(int rcode, Function<Message, Message> body) {
        return query -> {
            Message message = new Message(query.getHeader().getID());
            message.getHeader().setFlag(Flags.QR);
            message.getHeader().setRcode(rcode);
            message.addRecord(query.getQuestion(), Section.QUESTION);
            return body.apply(message);
        };
    }

    private static Message add(Message message, int section, Record... records) {
        for (Record record : records) {
            message.addRecord(record, section);
        }
        return message;
    }

    static ARecord a(String name, long ttl, String address) {
        return new ARecord(name(name), DClass.IN, ttl, ip(address));
    }

    static AAAARecord aaaa(String name, long ttl, String address) {
        return new AAAARecord(name(name), DClass.IN, ttl, ip(address));
    }

    static CNAMERecord cname(String name, long ttl, String target) {
        return new CNAMERecord(name(name), DClass.IN, ttl, name(target));
    }

    static SRVRecord srv(String name, long ttl, int priority, int weight, int port, String target) {
        Name to = target.equals(".") ? Name.root : name(target);
        return new SRVRecord(name(name), DClass.IN, ttl, priority, weight, port, to);
    }

    /** With a regular expression, which is not for us. */
    static NAPTRRecord naptr(
            String name, long ttl, int order, String flags, String service, String replacement) {
        return new NAPTRRecord(
                name(name),
                DClass.IN,
                ttl,
                order,
                50,
                flags,
                service,
                "!^.*$!sip:evil@example.net!",
                replacement.equals(".") ? Name.root : name(replacement));
    }

    static SOARecord soa(long ttl, long minimum) {
        Name here = name("example.com");
        return new SOARecord(here, DClass.IN, ttl, here, here, 1, 2, 3, 4, minimum);
    }

    static Name name(String text) {
        return Name.fromConstantString(text + ".");
    }

    static InetAddress ip(String text) {
        return IpLiteral.parse(text).orElseThrow();
    }
}
