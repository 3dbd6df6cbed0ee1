// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing, svg } from 'lit';
import { t } from '../i18n.js';
import { STATES, stateLetter, stateWord } from '../words.js';
import { mark } from './state.js';

const LETTER_FROM_PERCENT = 6;

/**
 * A bar of phones by state. Wide parts carry their state's letter.
 *
 * @param {Record<string, number>} counts
 * @param {number} full the number of phones that the bar's whole width stands for
 */
export function bar(counts, full) {
    let x = 0;
    const parts = STATES.filter((state) => counts[state] > 0).map((state) => {
        const width = (100 * counts[state]) / Math.max(1, full);
        const part = svg`<g class="s-${state}">
      <title>${stateWord(state)}: ${counts[state]}</title>
      <rect x="${x}%" width="${width}%" height="20"></rect>
      ${
          width < LETTER_FROM_PERCENT
              ? nothing
              : svg`<text x="${x + width / 2}%" y="14.5">${stateLetter(state)}</text>`
      }
    </g>`;
        x += width;
        return part;
    });
    return html`<svg class="bar drawing" role="img" aria-label=${inWords(counts)}>${parts}</svg>`;
}

/** @param {Record<string, number>} counts */
export function inWords(counts) {
    const some = STATES.filter((state) => counts[state] > 0);
    return some.map((state) => `${stateWord(state)}: ${counts[state]}`).join(', ') || t('bar.none');
}

/** What shapes and letters mean. */
export const legend = () =>
    html`<div class="legend">
        ${STATES.map(
            (state) =>
                html`<span class="state"
                    >${mark(state)}${stateLetter(state)} ${stateWord(state)}</span
                >`,
        )}
    </div>`;
