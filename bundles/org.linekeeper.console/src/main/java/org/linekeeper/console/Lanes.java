// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.linekeeper.api.lines.Ladder;
import org.linekeeper.api.lines.LadderStep;

/** The columns of a ladder: the phone, and each peer that it had a message with. */
final class Lanes {
    /** Where the phone's lane stands. */
    static final int PHONE = 26;

    private static final int MOST = 4;
    private static final int WIDE = 24;
    private static final int NARROW = 21;

    /** A peer with its transport, as a target is written, and its name if it is a server. */
    private record Lane(String peer, String name) {}

    private final List<Lane> lanes = new ArrayList<>();
    private final int width;

    /** The line's own servers first, in configured order. */
    Lanes(Ladder ladder) {
        List<String> peers =
                ladder.steps().stream()
                        .filter(step -> step.kind() == LadderStep.Kind.MESSAGE)
                        .map(Lanes::peer)
                        .distinct()
                        .toList();
        ladder.places().stream()
                .map(place -> new Lane(place.target().toString(), place.server()))
                .filter(lane -> peers.contains(lane.peer))
                .filter(lane -> lanes.stream().noneMatch(other -> other.peer.equals(lane.peer)))
                .limit(MOST)
                .forEach(lanes::add);
        peers.stream()
                .filter(peer -> indexOf(peer) < 0)
                .limit(MOST - lanes.size())
                .forEach(peer -> lanes.add(new Lane(peer, "")));
        width = lanes.size() <= 2 ? WIDE : NARROW;
    }

    /** The other side of a message, with the transport. */
    static String peer(LadderStep message) {
        String transport = message.transport().map(Views::word).orElse("");
        return message.peer().orElse("") + "/" + transport;
    }

    /** Without a transport that goes without saying. */
    private static String address(String peer) {
        String shown = Printable.line(peer);
        return shown.endsWith("/udp") ? shown.substring(0, shown.length() - 4) : shown;
    }

    private int indexOf(String peer) {
        for (int i = 0; i < lanes.size(); i++) {
            if (lanes.get(i).peer.equals(peer)) {
                return i;
            }
        }
        return -1;
    }

    /** The names above the lanes, and their addresses below the names. */
    List<String> heads() {
        char[] names = blank();
        char[] places = blank();
        centre(names, PHONE, "phone");
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            boolean named = !lane.name.isEmpty() && !lane.peer.startsWith(lane.name + ":");
            centre(names, column(i), named ? Printable.line(lane.name) : "");
            centre(places, column(i), address(lane.peer));
        }
        return List.of(text(names), text(places));
    }

    /** The lanes alone, as lines or as what stands for time that passes. */
    String pause(char mark) {
        return text(upright(mark));
    }

    /** An arrow from or to the phone; a peer that has no lane is named instead. */
    String arrow(String peer, boolean out, Caption caption) {
        int lane = indexOf(peer);
        if (lane < 0) {
            String far = Printable.line(peer) + (caption.detail().isEmpty() ? "" : ", ");
            return text(upright('|'))
                    + "  "
                    + caption.label()
                    + (out ? " to " : " from ")
                    + far
                    + caption.detail();
        }
        char[] row = upright('|');
        int end = column(lane);
        Arrays.fill(row, PHONE + 1, end, '-');
        row[out ? end - 1 : PHONE + 1] = out ? '>' : '<';
        String label = " " + caption.label() + " ";
        int room = end - PHONE - 4;
        String cut = label.length() <= room ? label : label.substring(0, room);
        put(row, PHONE + 1 + (end - PHONE - 1 - cut.length()) / 2, cut);
        return (text(row) + "  " + caption.detail()).stripTrailing();
    }

    private int column(int lane) {
        return PHONE + width * (lane + 1);
    }

    private char[] blank() {
        char[] row = new char[PHONE + width * lanes.size() + width / 2];
        Arrays.fill(row, ' ');
        return row;
    }

    private char[] upright(char mark) {
        char[] row = blank();
        row[PHONE] = mark;
        for (int i = 0; i < lanes.size(); i++) {
            row[column(i)] = mark;
        }
        return row;
    }

    private void centre(char[] row, int column, String text) {
        int most = width - 1;
        String cut = text.length() <= most ? text : text.substring(0, most - 2) + "..";
        put(row, column - cut.length() / 2, cut);
    }

    private static void put(char[] row, int from, String text) {
        text.getChars(0, Math.min(text.length(), row.length - from), row, from);
    }

    /** From the phone's lane on. */
    private static String text(char[] row) {
        return new String(row).stripTrailing();
    }
}
