// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

import gov.nist.core.CommonLogger;
import gov.nist.core.NameValue;
import gov.nist.core.NameValueList;
import gov.nist.core.StackLogger;
import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.address.GenericURI;
import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.header.AddressParametersHeader;
import gov.nist.javax.sip.header.AuthenticationHeader;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.header.SIPHeaderList;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.lang.reflect.Proxy;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Headers and URIs by JAIN-SIP's parser. Whatever it throws at hostile input (it recurses and
 * indexes without checks) is the same to us: not SIP.
 */
final class JainSyntax {
    static {
        // Without a logger of its own JAIN-SIP looks for log4j on its first word.
        CommonLogger.legacyLogger = silent();
    }

    private JainSyntax() {}

    static Optional<Uri> uri(String text) {
        try {
            return Optional.of(uriOf(new StringMsgParser().parseUrl(text), text));
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    static Optional<List<NameAddress>> addresses(String name, List<String> values) {
        try {
            List<NameAddress> found = new ArrayList<>();
            for (SIPHeader header : parse(name, values)) {
                found.add(addressOf((AddressParametersHeader) header));
            }
            return Optional.of(found);
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    static Optional<List<Via>> vias(List<String> values) {
        try {
            List<Via> found = new ArrayList<>();
            for (SIPHeader header : parse("Via", values)) {
                found.add(viaOf((gov.nist.javax.sip.header.Via) header));
            }
            return Optional.of(found);
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    /** Parameters of a challenge, with its scheme under the empty name; names in lower case. */
    static Optional<Map<String, String>> challenge(String name, String value) {
        try {
            AuthenticationHeader header = (AuthenticationHeader) parse(name, List.of(value)).get(0);
            Map<String, String> found = parameters(header.getParameters());
            found.put("", header.getScheme());
            return Optional.of(found);
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    private static List<SIPHeader> parse(String name, List<String> values) throws ParseException {
        List<SIPHeader> all = new ArrayList<>();
        for (String value : values) {
            SIPHeader header = StringMsgParser.parseSIPHeader(name + ": " + value + "\n");
            if (header instanceof SIPHeaderList<?> list) {
                all.addAll(list);
            } else {
                all.add(header);
            }
        }
        return all;
    }

    private static NameAddress addressOf(AddressParametersHeader header) {
        AddressImpl address = (AddressImpl) header.getAddress();
        Uri uri =
                address.isWildcard()
                        ? new Uri("*", "", "", 0, Map.of(), "*")
                        : uriOf((GenericURI) address.getURI(), address.getURI().toString());
        StringBuilder text = new StringBuilder();
        if (address.hasDisplayName()) {
            text.append('"').append(address.getDisplayName()).append("\" ");
        }
        text.append('<').append(uri.text()).append('>');
        NameValueList parameters = header.getParameters();
        if (parameters != null && !parameters.isEmpty()) {
            text.append(';').append(parameters.encode());
        }
        return new NameAddress(uri, parameters(parameters), text.toString());
    }

    private static Via viaOf(gov.nist.javax.sip.header.Via via) {
        String received = via.getReceived() == null ? "" : Uri.unbracketed(via.getReceived());
        boolean asksRport = via.hasParameter("rport");
        int rport = via.getRPort();
        String branch = via.getBranch() == null ? "" : via.getBranch();
        String sentBy = via.getSentBy().encode().toLowerCase(Locale.ROOT);
        gov.nist.javax.sip.header.Via bare = (gov.nist.javax.sip.header.Via) via.clone();
        bare.removeParameter("rport");
        bare.removeParameter("received");
        String line = bare.encode();
        return new Via(
                sentBy,
                branch,
                received,
                rport > 0 ? OptionalInt.of(rport) : OptionalInt.empty(),
                line.substring(line.indexOf(':') + 1).trim(),
                asksRport);
    }

    private static Uri uriOf(GenericURI uri, String text) {
        if (uri instanceof SipUri sip && sip.getHost() != null) {
            String user = sip.getUser() == null ? "" : unescaped(sip.getUser());
            return new Uri(
                    sip.getScheme().toLowerCase(Locale.ROOT),
                    user,
                    Uri.unbracketed(sip.getHost()),
                    Math.max(0, sip.getPort()),
                    parameters(sip.getParameters()),
                    text);
        }
        return new Uri(uri.getScheme().toLowerCase(Locale.ROOT), "", "", 0, Map.of(), text);
    }

    private static Map<String, String> parameters(NameValueList list) {
        Map<String, String> found = new LinkedHashMap<>();
        if (list != null) {
            for (Iterator<NameValue> each = list.iterator(); each.hasNext(); ) {
                NameValue pair = each.next();
                Object value = pair.getValueAsObject();
                found.put(
                        pair.getName().toLowerCase(Locale.ROOT),
                        value == null ? "" : unquoted(value.toString()));
            }
        }
        return found;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static String unescaped(String user) {
        if (user.indexOf('%') < 0) {
            return user;
        }
        // URLDecoder would turn a plus, common in numbers, into a blank.
        String guarded = user.replace("+", "%2B");
        return java.net.URLDecoder.decode(guarded, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static StackLogger silent() {
        Map<Class<?>, Object> nothing = new HashMap<>();
        nothing.put(boolean.class, false);
        nothing.put(int.class, 0);
        return (StackLogger)
                Proxy.newProxyInstance(
                        JainSyntax.class.getClassLoader(),
                        new Class<?>[] {StackLogger.class},
                        (proxy, method, arguments) -> nothing.get(method.getReturnType()));
    }
}
