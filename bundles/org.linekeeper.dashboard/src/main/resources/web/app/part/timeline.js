// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing, svg } from 'lit';
import { t } from '../i18n.js';
import { Part } from '../part.js';
import { ladderPath } from '../router.js';
import { clock, duration, now } from '../time.js';

const ROW = 4;
const AXIS = 22;
const TICKS = 4;

/** `<lk-timeline>`: each phone of an incident as a thin row, thick while it was out. */
class Timeline extends Part {
    static properties = { incident: { attribute: false } };

    constructor() {
        super();
        this.incident = null;
    }

    render() {
        const { incident } = this;
        const members = [...incident.members].sort((a, b) => a.left.localeCompare(b.left));
        const from = Date.parse(incident.start);
        const last = incident.end ? Date.parse(incident.end) : now();
        const to = Math.max(
            from + 1_000,
            last,
            ...members.map((each) => Date.parse(each.returned ?? each.arrived ?? each.left)),
        );
        const x = (time) => (100 * (time - from)) / (to - from);
        const height = members.length * ROW + AXIS;
        return html`
            <div class="legend">
                <span class="state"><i class="swatch out"></i>${t('timeline.out')}</span>
                <span class="state"><i class="swatch moved"></i>${t('timeline.moved')}</span>
                <span class="state"><i class="swatch back"></i>${t('timeline.back')}</span>
            </div>
            <svg
                class="timeline"
                height=${height}
                role="img"
                aria-label=${t('timeline.words', { count: members.length })}
            >
                ${axis(from, to, height)}
                ${members.map((each, row) => bars(each, AXIS + row * ROW, x, to))}
            </svg>
        `;
    }
}

function axis(from, to, height) {
    return Array.from({ length: TICKS + 1 }, (_, n) => {
        const x = `${(100 * n) / TICKS}%`;
        const anchor = n === 0 ? 'start' : n === TICKS ? 'end' : 'middle';
        const time = clock(from + ((to - from) * n) / TICKS);
        return svg`<line class="axis" x1=${x} x2=${x} y1="16" y2=${height}></line>
            <text class="tick ${n % 2 ? 'hide-narrow' : ''}" x=${x} y="11"
                text-anchor=${anchor}>${time}</text>`;
    });
}

function bars(member, y, x, to) {
    const left = Date.parse(member.left);
    const arrived = member.arrived ? Date.parse(member.arrived) : to;
    const returned = member.returned ? Date.parse(member.returned) : to;
    const title = `${member.device}: ${member.ms == null ? t('member.out') : duration(member.ms)}`;
    const drawing = svg`<g><title>${title}</title>
    ${span('out', left, arrived, y, ROW - 0.5, x)}
    ${member.arrived ? span('moved', arrived, returned, y + 0.5, ROW - 1.5, x) : nothing}
    ${member.returned ? span('back', returned, to, y + 1, 1, x) : nothing}
  </g>`;
    return member.trace
        ? svg`<a href=${ladderPath(member, member.trace)} tabindex="-1">${drawing}</a>`
        : drawing;
}

const span = (name, from, to, y, height, x) =>
    svg`<rect class=${name} x="${x(from)}%" y=${y}
        width="${Math.max(0.15, x(to) - x(from))}%" height=${height}></rect>`;

customElements.define('lk-timeline', Timeline);
