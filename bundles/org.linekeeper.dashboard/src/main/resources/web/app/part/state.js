// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, svg } from 'lit';
import { drawn, stateWord } from '../words.js';

/** A state's own shape: one tells them apart without colours. */
const SHAPE = {
    on_primary: svg`<circle cx="8" cy="8" r="6.5"></circle>`,
    on_backup: svg`<path d="M8 .5 15.5 8 8 15.5.5 8Z"></path>`,
    switching: svg`<path class="line" d="M2 5.5h11M10 2.5l3 3M14 10.5H3M6 13.5l-3-3"></path>`,
    unregistered: svg`<path class="line" d="M3 3l10 10M13 3 3 13"></path>`,
    unknown: svg`<path class="line" d="M4.5 5a3.5 3.5 0 1 1 5 3.2q-1.5.7-1.5 2M8 13.8v.1"></path>`,
    disabled: svg`<path class="line" d="M3 8h10"></path>`,
};

/** @param {string} state */
export const mark = (state) =>
    html`<svg class="mark s-${drawn(state)}" viewBox="0 0 16 16" aria-hidden="true">
        ${SHAPE[drawn(state)]}
    </svg>`;

/** Shape and word. @param {string} state */
export const stateTag = (state) =>
    html`<span class="state">${mark(state)}<span>${stateWord(state)}</span></span>`;
