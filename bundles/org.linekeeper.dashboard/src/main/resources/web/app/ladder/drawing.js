// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing, svg } from 'lit';
import { t } from '../i18n.js';
import { duration } from '../time.js';
import { roleWord } from '../words.js';
import { fitted, layout, textWidth } from './layout.js';
import { stepTitle } from './notes.js';

/**
 * The ladder: the phone at the left, each server a column, time downwards.
 *
 * @param {any} ladder the API's answer
 * @param {number} width in px
 * @param {number} chosen number of a step; -1 = none
 * @param {(n: number) => void} choose
 */
export function drawing(ladder, width, chosen, choose) {
    const { columns, steps } = ladder;
    const { x, rows, height, left } = layout(steps, columns.length, width);
    return html`<svg
        class="ladder-drawing"
        viewBox="0 0 ${width} ${height}"
        height=${height}
        role="listbox"
        aria-label=${t('ladder.steps', { count: steps.length })}
        @keydown=${(event) => keys(event, steps.length, chosen, choose)}
    >
        ${columns.map((column, n) => lifeline(column, x[n], height, width / columns.length))}
        ${rows.map((row) => (row.pause ? pause(row.pause, left, width) : nothing))}
        ${rows.map((row, n) => step(row, n, { x, left, width, columns, chosen, choose }))}
    </svg>`;
}

const lifeline = (column, x, height, room) => svg`<g>
  <title>${column.label} ${column.peer ?? ''}</title>
  <text class="head" x=${x} y="13">${fitted(column.label, room - 8)}</text>
  <text class="role" x=${x} y="28">${roleWord(column.role)}</text>
  <line class="life" x1=${x} x2=${x} y1="34" y2=${height}></line>
</g>`;

/** A long pause is cut short, and says so. */
const pause = ({ y, ms }, left, width) => svg`<g>
  ${[y - 4, y + 4].map(
      (top) => svg`<path class="break" d="M${left} ${top}l6 8 6 -8 6 8 6 -8H${width}"></path>`,
  )}
  <text class="pause" x=${left + 34} y=${y - 9}>${t('ladder.pause', { time: duration(ms) })}</text>
</g>`;

function step({ step: told, y }, n, { x, left, width, columns, chosen, choose }) {
    const classes = [
        'step',
        `is-${told.kind}`,
        told.again ? 'is-again' : '',
        answerClass(told),
        n === chosen ? 'is-chosen' : '',
    ];
    const title = told.again
        ? `${told.title} (${t('ladder.again', { n: told.again })})`
        : stepTitle(told);
    return svg`<g class=${classes.join(' ')} role="option" data-step=${n}
    aria-selected=${String(n === chosen)} tabindex=${n === Math.max(0, chosen) ? '0' : '-1'}
    aria-label=${spoken(told, title, columns)}
    @click=${() => choose(n)}>
    <rect class="hit" x="1" y=${y - 19} width=${width - 2} height="28" rx="4"></rect>
    <text class="at" x=${left - 6} y=${y + (told.column == null ? 0 : 4)}>${offset(told.ms)}</text>
    ${
        told.kind === 'message' && told.column != null
            ? message(told, title, y, x)
            : note(title, y, x[0], width - 6)
    }
  </g>`;
}

function message(told, title, y, x) {
    const out = told.dir === 'out';
    const from = out ? x[0] : x[told.column];
    const to = out ? x[told.column] : x[0];
    const tip = to > from ? -8 : 8;
    const middle = (from + to) / 2;
    const room = Math.abs(to - from) + 24;
    // In narrow columns the count has to do; the dashed line says what it counts.
    const text = fitted(
        textWidth(title) > room && told.again ? `${told.title} (${told.again})` : title,
        room,
    );
    const plate = textWidth(text) + 6;
    return svg`
    <line class="arrow" x1=${from} x2=${to + tip / 2} y1=${y} y2=${y}></line>
    <path class="tip" d="M${to} ${y}l${tip} -4.5v9Z"></path>
    <rect class="plate" x=${middle - plate / 2} y=${y - 17} width=${plate} height="14"></rect>
    <text class="title" x=${middle} y=${y - 5}>${text}</text>`;
}

function note(title, y, from, to) {
    const left = Math.max(0, from - 46);
    return svg`
    <rect class="note" x=${left} y=${y - 15} width=${to - left} height="22" rx="4"></rect>
    <text class="title" x=${(left + to) / 2} y=${y}>${fitted(title, to - left - 12)}</text>`;
}

function answerClass({ kind, title }) {
    const code = kind === 'message' ? /^(\d)\d\d\b/.exec(title)?.[1] : undefined;
    return code === '2'
        ? 'is-good'
        : code && code > '3' && !/^40[17]/.test(title)
          ? 'is-refused'
          : '';
}

const offset = (ms) => (ms / 1000).toFixed(ms < 1_000_000 ? 3 : 1);

function spoken(told, title, columns) {
    const peer = told.column == null ? '' : (columns[told.column]?.label ?? '');
    const way = {
        out: () => t('ladder.to', { server: peer }),
        in: () => t('ladder.from', { server: peer }),
    };
    return `${offset(told.ms)} s: ${title} ${way[told.dir]?.() ?? ''}`.trim();
}

function keys(event, count, chosen, choose) {
    const next = {
        ArrowDown: Math.min(count - 1, chosen + 1),
        ArrowUp: Math.max(0, chosen - 1),
        Home: 0,
        End: count - 1,
        Enter: Math.max(0, chosen),
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
}
