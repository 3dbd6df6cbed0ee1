// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

/**
 * How deep a text nests and how much its tree will take, found without a parser: a parser works on
 * the stack, which a file of nothing but brackets would use up, and keeps several hundred bytes for
 * each sign.
 */
final class Shape {
    /** The deepest file that says something has five. */
    private static final int MAX_BRACKETS = 16;

    /** Dots of keys on one line, each of which makes a table. */
    private static final int MAX_DOTS = 64;

    /** In units of what the parser keeps for a character of a string: 30 MB or less. */
    private static final int MAX_WEIGHT = 100_000;

    private final String text;
    private int at;
    private int line = 1;
    private int brackets;
    private int dots;
    private int weight;

    private Shape(String text) {
        this.text = text;
    }

    /**
     * A text that a parser can be given.
     *
     * @param tooDeepAt the first line that nests too deeply, from 1; 0 = none does
     * @param tooMuch whether its tree would be too large
     */
    record Verdict(int tooDeepAt, boolean tooMuch) {}

    static Verdict of(String text) {
        Shape shape = new Shape(text);
        int tooDeepAt = shape.scan();
        return new Verdict(tooDeepAt, shape.weight > MAX_WEIGHT);
    }

    private int scan() {
        while (at < text.length()) {
            sign(text.charAt(at));
            if (brackets > MAX_BRACKETS || dots > MAX_DOTS) {
                return line;
            }
            if (at < text.length() && text.charAt(at) == '\n') {
                nextLine();
            }
            at++;
        }
        return 0;
    }

    private void sign(char sign) {
        switch (sign) {
            case '[', '{' -> {
                brackets++;
                weight += 3;
            }
            case ']', '}' -> {
                brackets = Math.max(0, brackets - 1);
                weight += 3;
            }
            case '.' -> {
                dots++;
                weight += 2;
            }
            case ',' -> weight += 4;
            case '=' -> weight += 8;
            case '#' -> skipComment();
            case '"', '\'' -> skipString(sign);
            default -> {
                // Weighs nothing by itself.
            }
        }
    }

    /** Up to two quotes may be the last characters of a string that ends with three. */
    private int quotesAt(int index, char quote) {
        String two = String.valueOf(quote).repeat(2);
        return text.startsWith(two, index) ? 2 : text.startsWith(two.substring(1), index) ? 1 : 0;
    }

    private void nextLine() {
        line++;
        dots = 0;
    }

    private void skipComment() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    /** To the closing quote or, of a string that has to end on its line, to the end of that. */
    private void skipString(char quote) {
        String three = String.valueOf(quote).repeat(3);
        boolean multiLine = text.startsWith(three, at);
        int start = at;
        at += multiLine ? 3 : 1;
        while (at < text.length()) {
            char here = text.charAt(at);
            if (here == '\n' && !multiLine) {
                break;
            }
            if (multiLine ? text.startsWith(three, at) : here == quote) {
                at += multiLine ? 2 + quotesAt(at + 3, quote) : 0;
                break;
            }
            if (here == '\n') {
                nextLine();
            }
            // What a backslash escapes ends no string.
            at += here == '\\' && quote == '"' ? 2 : 1;
        }
        weight += Math.min(at, text.length()) - start;
    }
}
