// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.linekeeper.http.kit.Principal;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit's entries in a keep: the newest {@value #MOST}. */
final class AuditLog {
    static final int MOST = 10_000;

    /** The name of whoever has none. */
    static final String NOBODY = "nobody";

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final String KIND = "audit";
    private static final int MOST_CHARS = 300;
    private static final int TRIM_EACH = 100;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private final Keep keep;
    private final Supplier<Instant> clock;
    private Instant last = Instant.EPOCH;
    private int untrimmed = TRIM_EACH;

    AuditLog(Keep keep, Supplier<Instant> clock) {
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * Records what somebody did; blocks for some seconds at most.
     *
     * @param who whose it was, which the request need not know
     * @param what a few words
     * @param detail one line, without secrets; cut at 300 characters
     */
    synchronized void record(Request request, Optional<Principal> who, String what, String detail) {
        // One after the other, so that no two have the same place.
        Instant at = clock.get().truncatedTo(ChronoUnit.MILLIS);
        last = at.isAfter(last) ? at : last.plusMillis(1);
        JsonObject json = new JsonObject();
        json.addProperty("t", Origin.time(last));
        json.addProperty("who", who.map(Principal::name).orElse(NOBODY));
        json.addProperty("role", who.map(Principal::role).orElse(""));
        json.addProperty("session", who.map(Principal::id).orElse(""));
        json.addProperty("from", Origin.of(request));
        json.addProperty("what", line(what));
        json.addProperty("detail", line(detail));
        try {
            keep.put(KIND, new Keep.Text("" + last.toEpochMilli(), last, json.toString()));
            if (++untrimmed >= TRIM_EACH) {
                keep.trim(KIND, MOST);
                untrimmed = 0;
            }
        } catch (IOException e) {
            LOG.warn("This is not in the audit log: {} ({})", json, e.getMessage());
        }
    }

    /**
     * A page of it, the newest first.
     *
     * @param before only what is older
     * @return its entries, and from where the next page goes on if there may be one
     */
    JsonObject page(Optional<Instant> before, int size) {
        try {
            JsonArray entries = new JsonArray();
            List<Keep.Text> texts = keep.list(KIND, before, size);
            for (Keep.Text text : texts) {
                entries.add(JsonParser.parseString(text.text()));
            }
            JsonObject page = new JsonObject();
            page.add("entries", entries);
            if (texts.size() == size) {
                page.addProperty("next", Origin.time(texts.get(size - 1).at()));
            }
            return page;
        } catch (IOException | JsonParseException e) {
            throw new Problem(503, "The audit log cannot be read now.");
        }
    }

    private static String line(String what) {
        String text = UNPRINTABLE.matcher(what).replaceAll("?");
        return text.length() > MOST_CHARS ? text.substring(0, MOST_CHARS) : text;
    }
}
