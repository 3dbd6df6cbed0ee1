// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.linekeeper.api.config.Finding;

/** Reads the text of a file of rules. Knows no file system; same text, same rules. */
final class RuleParser {
    /** A larger file is refused. */
    static final int MAX_BYTES = 1 << 20;

    private static final int MOST_RULES = 1000;
    private static final int MOST_CONDITIONS = 20;

    /** Printed examples have lines of dashes around them. */
    private static final Pattern RULER = Pattern.compile("-{3,}");

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Patterns patterns = new Patterns();
    private final List<Rule> rules = new ArrayList<>();
    private Section section = Section.NONE;
    private Entry start;
    private List<Condition> conditions = new ArrayList<>();
    private Deployment deployment = new Deployment();

    private enum Section {
        NONE,
        MATCHING,
        DEPLOY
    }

    private RuleParser() {}

    /**
     * Reads a file of rules.
     *
     * @param file its name, for messages
     */
    static RuleBook parse(String file, byte[] content) throws UnreadableRules {
        RuleParser parser = new RuleParser();
        List<String> lines = text(file, content).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            parser.line(file, i + 1, lines.get(i).strip());
        }
        parser.endRule();
        return new RuleBook(parser.rules);
    }

    private static String text(String file, byte[] content) throws UnreadableRules {
        if (content.length > MAX_BYTES) {
            throw refused(file, "The file is larger than 1 MiB.");
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw refused(file, "The file is not UTF-8 text.");
        }
    }

    private static UnreadableRules refused(String file, String sentence) {
        return new UnreadableRules(new Finding(file, 0, "", "", sentence, ""));
    }

    private void line(String file, int at, String line) throws UnreadableRules {
        if (line.isEmpty() || "#;".indexOf(line.charAt(0)) >= 0 || RULER.matcher(line).matches()) {
            return;
        }
        if (line.startsWith("[")) {
            section(new Entry(file, at, "", ""), line);
            return;
        }
        int equals = line.indexOf('=');
        if (equals < 1) {
            throw new Entry(file, at, "", "")
                    .refused("The line is neither a section nor KEY = VALUE.");
        }
        String key = line.substring(0, equals).strip();
        setting(new Entry(file, at, key, line.substring(equals + 1).strip()));
    }

    private void section(Entry at, String line) throws UnreadableRules {
        switch (line.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ")) {
            case "[matching patterns]" -> {
                endRule();
                begin(at);
                section = Section.MATCHING;
            }
            case "[deploy patterns]" -> {
                if (section != Section.MATCHING) {
                    endRule();
                    begin(at);
                }
                section = Section.DEPLOY;
            }
            default ->
                    throw at.refused(
                            "The section is neither [Matching Patterns] nor [Deploy Patterns].");
        }
    }

    private void begin(Entry at) throws UnreadableRules {
        if (rules.size() == MOST_RULES) {
            throw at.refused("The file has more than " + MOST_RULES + " rules.");
        }
        start = at;
        conditions = new ArrayList<>();
        deployment = new Deployment();
    }

    private void setting(Entry entry) throws UnreadableRules {
        if (section == Section.NONE) {
            throw entry.refused("stands before any section");
        }
        if (entry.value().isEmpty()) {
            throw entry.refused("has no value");
        }
        if (section == Section.DEPLOY) {
            deployment.add(entry);
        } else if (conditions.size() == MOST_CONDITIONS) {
            throw entry.refused("is one pattern too many: a rule has up to " + MOST_CONDITIONS);
        } else {
            conditions.add(Condition.parse(entry, patterns));
        }
    }

    private void endRule() throws UnreadableRules {
        if (section == Section.MATCHING) {
            throw start.refused("The rule that begins here has no [Deploy Patterns].");
        }
        if (section == Section.DEPLOY) {
            int groups = conditions.stream().mapToInt(Condition::groups).sum();
            rules.add(new Rule(conditions, deployment.read(start, groups, patterns)));
        }
    }
}
