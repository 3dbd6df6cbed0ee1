// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

/** Where each thing of a ladder stands: numbers only, so that it can be reasoned about. */

const PX_PER_MS = 0.03;
const LEAST_PX = 34;
const MOST_PX = 110;
const BREAK_PX = 62;
const HEAD_PX = 44;
const END_PX = 26;

/**
 * @typedef {{y: number, ms: number}} Pause a pause that is longer than its drawing; y: its middle
 * @typedef {{step: any, y: number, pause: Pause | null}} Row
 * @param {any[]} steps by time @param {number} columns @param {number} width of the drawing in px
 * @returns {{x: number[], rows: Row[], height: number, left: number}}
 */
export function layout(steps, columns, width) {
    const left = width < 560 ? 54 : 74;
    const spacing = (width - left) / columns;
    const x = Array.from({ length: columns }, (_, n) => left + spacing * (n + 0.5));
    let y = HEAD_PX;
    let before = null;
    const rows = steps.map((step) => {
        const ms = before === null ? 0 : step.ms - before;
        const scaled = ms * PX_PER_MS;
        const pause = scaled > MOST_PX ? { y: y + BREAK_PX / 2 + 2, ms } : null;
        y += pause ? BREAK_PX + LEAST_PX / 2 : Math.max(LEAST_PX, scaled);
        before = step.ms;
        return { step, y, pause };
    });
    return { x, rows, height: y + END_PX, left };
}

/** About how wide a text is at 12 px. @param {string} text */
export const textWidth = (text) =>
    [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 12.5 : 6.6), 0);

/** As much of a text as has room. @param {string} text @param {number} width */
export function fitted(text, width) {
    if (textWidth(text) <= width) return text;
    let part = '';
    for (const letter of text) {
        if (textWidth(part + letter) > width - 10) break;
        part += letter;
    }
    return `${part}…`;
}
