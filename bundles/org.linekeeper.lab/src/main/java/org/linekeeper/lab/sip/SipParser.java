// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.linekeeper.lab.sip.StartLine.RequestLine;
import org.linekeeper.lab.sip.StartLine.StatusLine;

/**
 * Reads one message from bytes. Strict where a sender has no excuse: lines end with CRLF, Via,
 * From, To, Call-ID and CSeq are there and of one kind, the length fits. Stateless.
 */
public final class SipParser {

    /** The largest message in bytes. */
    public static final int MAX_BYTES = 65_536;

    /** The most header fields in one message. */
    public static final int MAX_HEADERS = 200;

    private static final List<String> SINGLE =
            List.of("From", "To", "Call-ID", "CSeq", "Max-Forwards", "Content-Length", "Expires");

    private SipParser() {}

    /**
     * Reads a datagram; what follows the body that Content-Length announces is ignored.
     *
     * @throws SipSyntaxException with one sentence on what is wrong
     */
    public static SipMessage parse(byte[] bytes) throws SipSyntaxException {
        require(bytes.length <= MAX_BYTES, "message of " + bytes.length + " bytes is too large");
        int start = leadingBlankLines(bytes);
        int end = endOfHead(bytes, start);
        require(end >= 0, "no empty line ends the header fields");
        SipMessage head = parseHead(bytes, start, end);
        int available = bytes.length - end;
        int length = contentLength(head).orElse(available);
        require(
                length <= available,
                "Content-Length " + length + " exceeds the " + available + " bytes that follow");
        byte[] body = Arrays.copyOfRange(bytes, end, end + length);
        return new SipMessage(head.start(), head.headers(), body);
    }

    /** The head alone, from its first byte to behind the empty line. */
    static SipMessage parseHead(byte[] bytes, int start, int end) throws SipSyntaxException {
        String text = new String(bytes, start, end - 4 - start, StandardCharsets.UTF_8);
        String[] lines = text.split("\r\n", -1);
        StartLine startLine = startLine(lines[0]);
        List<Header> headers = new ArrayList<>();
        for (String line : unfold(lines)) {
            require(headers.size() < MAX_HEADERS, "more than " + MAX_HEADERS + " header fields");
            headers.add(header(line));
        }
        SipMessage message = new SipMessage(startLine, headers, new byte[0]);
        checkMandatory(message);
        return message;
    }

    /** What Content-Length says; empty without one. */
    static Optional<Integer> contentLength(SipMessage head) throws SipSyntaxException {
        Optional<String> value = head.first("Content-Length");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        boolean number = value.get().matches("\\d{1,8}");
        require(number, "Content-Length " + quote(value.get()) + " is no length");
        return Optional.of(Integer.parseInt(value.get()));
    }

    /** The index behind the first CRLFCRLF, or -1. */
    static int endOfHead(byte[] bytes, int start) {
        for (int i = start; i + 3 < bytes.length; i++) {
            if (bytes[i] == '\r'
                    && bytes[i + 1] == '\n'
                    && bytes[i + 2] == '\r'
                    && bytes[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private static int leadingBlankLines(byte[] bytes) {
        int start = 0;
        while (start + 1 < bytes.length && bytes[start] == '\r' && bytes[start + 1] == '\n') {
            start += 2;
        }
        return start;
    }

    private static StartLine startLine(String line) throws SipSyntaxException {
        require(isClean(line), "start line " + quote(line) + " holds a control character");
        String[] parts = line.split(" ", 3);
        require(parts.length == 3, "start line " + quote(line) + " has no three parts");
        if (parts[0].equals("SIP/2.0")) {
            require(parts[1].matches("[1-6]\\d\\d"), "status " + quote(parts[1]) + " is no code");
            return new StatusLine(Integer.parseInt(parts[1]), parts[2]);
        }
        boolean request = parts[2].equals("SIP/2.0") && parts[0].matches("[A-Za-z0-9.!%*_+`'~-]+");
        require(request && !parts[1].isEmpty(), "start line " + quote(line) + " is not SIP/2.0");
        return new RequestLine(parts[0], parts[1]);
    }

    private static List<String> unfold(String[] lines) throws SipSyntaxException {
        List<String> joined = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i];
            if (!line.startsWith(" ") && !line.startsWith("\t")) {
                joined.add(line);
            } else {
                require(!joined.isEmpty(), "the first header field is folded");
                int last = joined.size() - 1;
                joined.set(last, joined.get(last) + " " + line.trim());
            }
        }
        return joined;
    }

    private static Header header(String line) throws SipSyntaxException {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).trim();
        require(
                name.matches("[A-Za-z0-9.!%*_+`'~-]+"),
                "header field " + quote(line) + " has no name");
        String value = line.substring(colon + 1).strip();
        require(isClean(value), "header field " + name + " holds a control character");
        return new Header(name, value);
    }

    private static void checkMandatory(SipMessage message) throws SipSyntaxException {
        for (String name : SINGLE) {
            require(message.all(name).size() <= 1, "header field " + name + " stands twice");
        }
        for (String name : List.of("From", "To", "Call-ID")) {
            require(message.first(name).isPresent(), "header field " + name + " is missing");
        }
        require(message.topVia().isPresent(), "the topmost Via is missing or unreadable");
        String cseq = message.first("CSeq").orElse("");
        require(CSeq.parse(cseq).isPresent(), "CSeq " + quote(cseq) + " is unreadable");
        boolean fits = !message.isRequest() || message.cseq().method().equals(message.method());
        require(fits, "CSeq " + quote(cseq) + " does not fit " + message.start().text());
    }

    private static boolean isClean(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c != 0x7f || c == '\t');
    }

    /** Short and without control characters, for the sentence may reach a terminal. */
    private static String quote(String text) {
        String part = text.length() > 60 ? text.substring(0, 60) + "…" : text;
        return "\"" + part.replaceAll("\\p{Cntrl}", "?") + "\"";
    }

    static void require(boolean holds, String sentence) throws SipSyntaxException {
        if (!holds) {
            throw new SipSyntaxException(sentence);
        }
    }
}
