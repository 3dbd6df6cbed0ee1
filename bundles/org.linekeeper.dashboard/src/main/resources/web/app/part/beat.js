// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing, svg } from 'lit';
import { t } from '../i18n.js';
import { clock, duration, hour } from '../time.js';
import { STATES, drawn, stateWord } from '../words.js';
import { legend } from './bar.js';

/** How high each state is drawn, of 34: the further from normal the higher. */
const HEIGHT = {
    on_primary: 12,
    on_backup: 20,
    switching: 27,
    unregistered: 34,
    unknown: 4,
    disabled: 2,
};

/** The last day of a phone's lines, or nothing where the history does not tell. */
export function beats(bar) {
    if (!bar?.lines?.length) return nothing;
    return html`<section class="card stack">
        <div class="row between">
            <h2>${t('beat.name')}</h2>
            ${legend()}
        </div>
        ${bar.lines.map((line) => beat(line, Date.parse(bar.from), Date.parse(bar.to)))}
        <div class="beat-axis">
            <span>${hour(bar.from)}</span>
            <span>${hour((Date.parse(bar.from) + Date.parse(bar.to)) / 2)}</span>
            <span>${t('beat.now')}</span>
        </div>
    </section>`;
}

function beat({ line, spans }, from, to) {
    const x = (time) => (100 * (Math.min(to, Math.max(from, time)) - from)) / (to - from);
    // The worst last, so that a short fault is not hidden by what stands beside it.
    const drawnLast = [...spans].sort((a, b) => HEIGHT[drawn(a.state)] - HEIGHT[drawn(b.state)]);
    return html`<div>
        <div class="small soft">${t('phone.line', { line: String(line) })}</div>
        <svg class="beat" role="img" aria-label=${spoken(spans)}>
            ${drawnLast.map((span) => {
                const start = x(Date.parse(span.from));
                const height = HEIGHT[drawn(span.state)];
                return svg`<rect class="s-${drawn(span.state)}" x="${start}%" y="${34 - height}"
          width="${Math.max(0, x(Date.parse(span.to)) - start)}%" height="${height}">
          <title>${stateWord(span.state)}: ${clock(span.from)} – ${clock(span.to)}</title>
        </rect>`;
            })}
        </svg>
    </div>`;
}

/** How long in which state, for whoever does not see the bar. */
function spoken(spans) {
    const sums = new Map();
    for (const { from, to, state } of spans) {
        sums.set(drawn(state), (sums.get(drawn(state)) ?? 0) + Date.parse(to) - Date.parse(from));
    }
    const some = STATES.filter((state) => sums.has(state));
    return some.map((state) => `${stateWord(state)}: ${duration(sums.get(state))}`).join(', ');
}
