// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;

/** JSON text to tree and back, by RFC 8259 and no laxer, with bounds on size and depth. */
final class Documents {
    private static final int MAX_DEPTH = 16;
    private static final Gson COMPACT =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private Documents() {}

    static String text(JsonElement element) {
        return COMPACT.toJson(element);
    }

    static JsonObject object(String json, int maxChars) throws BadLine {
        if (json.length() > maxChars) {
            throw new BadLine("", "The document is longer than " + maxChars + " characters.");
        }
        JsonElement root = tree(json);
        if (!root.isJsonObject()) {
            throw new BadLine("", "The document is not a JSON object.");
        }
        return root.getAsJsonObject();
    }

    private static JsonElement tree(String json) throws BadLine {
        JsonReader reader = new JsonReader(new StringReader(json));
        reader.setStrictness(Strictness.STRICT);
        reader.setNestingLimit(MAX_DEPTH);
        try {
            JsonElement root = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new BadLine("", "The document goes on after its end.");
            }
            return root;
        } catch (JsonParseException | IOException | NumberFormatException broken) {
            // The parser's own words may quote a part of the text, and that may be a password.
            throw new BadLine("", "The document is not JSON, breaks off or nests too deeply.");
        }
    }
}
