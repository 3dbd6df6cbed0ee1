// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit;

import static java.math.RoundingMode.HALF_UP;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.line.Secret;

/**
 * Settings as values of a kind and a range. One that is not set gives its default in silence; one
 * that is out of range gives its default and a warning.
 *
 * @param <K> what names a setting
 */
public final class CheckedSettings<K> {
    private static final int MAX_TEXT = 256;
    private static final int MAX_SHOWN = 60;
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern SECONDS =
            Pattern.compile("[0-9]{1,9}(\\.[0-9]{0,9})?|\\.[0-9]{1,9}");
    private static final Pattern HOST_AND_PORT = Pattern.compile("([^:\\[\\]]+):[0-9]{1,5}");

    private final Settings<K> settings;
    private final Consumer<Finding> warnings;

    public CheckedSettings(Settings<K> settings, Consumer<Finding> warnings) {
        this.settings = Objects.requireNonNull(settings);
        this.warnings = Objects.requireNonNull(warnings);
    }

    public boolean has(K name) {
        return settings.has(name);
    }

    /** A whole number from {@code min} to {@code max}. */
    public int number(K name, int min, int max, int absent) {
        Optional<Setting> found = settings.find(name);
        if (found.isEmpty()) {
            return absent;
        }
        OptionalLong value = wholeNumber(found.get().value());
        if (value.isPresent() && value.getAsLong() >= min && value.getAsLong() <= max) {
            return (int) value.getAsLong();
        }
        warn(name, "is not a whole number in " + min + ".." + max, String.valueOf(absent));
        return absent;
    }

    /** The same where −1, or no value, means that another setting holds: then it is empty. */
    public OptionalInt numberOrInherited(K name, int min, int max) {
        Optional<Setting> found = settings.find(name);
        if (found.isEmpty() || found.get().value().equals("-1")) {
            return OptionalInt.empty();
        }
        OptionalLong value = wholeNumber(found.get().value());
        if (value.isPresent() && value.getAsLong() >= min && value.getAsLong() <= max) {
            return OptionalInt.of((int) value.getAsLong());
        }
        warn(name, "is neither -1 nor a whole number in " + min + ".." + max, "-1");
        return OptionalInt.empty();
    }

    /** Seconds with or without a fraction, as milliseconds from {@code min} to {@code max}. */
    public long millisOfSeconds(K name, long minMs, long maxMs, long absentMs) {
        Optional<Setting> found = settings.find(name);
        if (found.isEmpty()) {
            return absentMs;
        }
        String value = found.get().value();
        if (SECONDS.matcher(value).matches()) {
            long ms = new BigDecimal(value).movePointRight(3).setScale(0, HALF_UP).longValueExact();
            if (ms >= minMs && ms <= maxMs) {
                return ms;
            }
        }
        String range = seconds(minMs) + ".." + seconds(maxMs);
        warn(name, "is not a number of seconds in " + range, seconds(absentMs));
        return absentMs;
    }

    /** A switch: 0 or 1. */
    public boolean flag(K name, boolean absent) {
        return number(name, 0, 1, absent ? 1 : 0) == 1;
    }

    /** A text of at most 256 characters, none of which controls anything; empty = not set. */
    public String text(K name) {
        return text(name, false);
    }

    /** A password: as {@link #text}, but no warning shows it. */
    public Secret secret(K name) {
        return Secret.of(text(name, true));
    }

    /** A host name or an IP address; empty = not set. A port behind it is left off. */
    public String host(K name) {
        String host = text(name, false);
        Matcher withPort = HOST_AND_PORT.matcher(host);
        if (withPort.matches()) {
            host = withPort.group(1);
            warn(name, "has a port behind the host, which is not read here", host);
        }
        if (Host.isPlausible(host)) {
            return host;
        }
        warn(name, "is not a host name or an IP address", "");
        return "";
    }

    /** The number that a value is; empty if it is none, or one of more than 18 digits. */
    public static OptionalLong wholeNumber(String value) {
        return NUMBER.matcher(value).matches()
                ? OptionalLong.of(Long.parseLong(value))
                : OptionalLong.empty();
    }

    /**
     * Warns of a setting that is there; never of a password.
     *
     * @param sentence continues "key = value"
     * @param used what is used instead; empty = nothing
     */
    public void warn(K name, String sentence, String used) {
        settings.find(name)
                .ifPresent(found -> warnings.accept(finding(found, found.value(), sentence, used)));
    }

    private String text(K name, boolean secret) {
        Optional<Setting> found = settings.find(name);
        String value = found.map(Setting::value).orElse("");
        String wrong = "";
        if (value.length() > MAX_TEXT) {
            wrong = "is longer than " + MAX_TEXT + " characters";
        } else if (value.chars().anyMatch(Character::isISOControl)) {
            wrong = "has a control character in it";
        }
        if (wrong.isEmpty()) {
            return value;
        }
        warnings.accept(finding(found.orElseThrow(), secret ? "***" : value, wrong, ""));
        return "";
    }

    private static String seconds(long ms) {
        return BigDecimal.valueOf(ms, 3).stripTrailingZeros().toPlainString();
    }

    private static Finding finding(Setting at, String value, String sentence, String used) {
        String printable = value.replaceAll("\\p{Cntrl}", "?");
        String shown =
                printable.length() <= MAX_SHOWN
                        ? printable
                        : printable.substring(0, MAX_SHOWN) + "…";
        return new Finding(at.file(), at.at(), at.key(), shown, sentence, used);
    }
}
