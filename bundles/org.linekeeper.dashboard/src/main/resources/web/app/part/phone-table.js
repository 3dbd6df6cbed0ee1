// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { k, t } from '../i18n.js';
import { go, phonePath, withQuery } from '../router.js';
import { briefly, clock, now } from '../time.js';
import { reason } from '../words.js';
import { stateTag } from './state.js';

const COLUMNS = [
    { name: k('phones.state'), sort: 'state', css: 'c-state' },
    { name: k('phones.device'), sort: 'device', css: 'c-device' },
    { name: k('phones.server'), sort: 'server', css: 'c-server' },
    { name: k('phones.since'), sort: 'since', css: 'c-since' },
    { name: k('phones.why'), css: 'c-why hide-narrow' },
    { name: k('phones.calls'), css: 'c-calls right' },
    { name: k('phones.site'), css: 'c-site' },
    { name: k('phones.firmware'), css: 'c-firmware' },
];

/** What tells a phone from all others. */
export const keyOf = (/** @type {any} */ row) => `${row.tenant}/${row.device}`;

/**
 * @param {any[]} rows
 * @param {string} sort as in the address
 * @param {Set<string>} fresh those that just changed
 */
export const phoneTable = (rows, sort, fresh) =>
    html`<div class="table">
        <table class="phones">
            <thead>
                <tr>
                    ${COLUMNS.map((column) => header(column, sort))}
                </tr>
            </thead>
            <tbody>
                ${repeat(rows, keyOf, (row) => line(row, fresh.has(keyOf(row))))}
            </tbody>
        </table>
    </div>`;

function header({ name, sort, css }, sorted) {
    if (!sort) return html`<th class=${css} scope="col">${t(name)}</th>`;
    const up = sorted === sort;
    const down = sorted === `-${sort}`;
    const turn = () => go(withQuery({ sort: up ? `-${sort}` : sort, page: null }));
    return html`<th
        class=${css}
        scope="col"
        aria-sort=${up ? 'ascending' : down ? 'descending' : 'none'}
    >
        <button class="sort" @click=${turn}>
            ${t(name)}
            ${
                up || down
                    ? html`<svg viewBox="0 0 9 9" aria-hidden="true">
                          <path d=${up ? 'M0 8h9L4.5 1Z' : 'M0 1h9L4.5 8Z'}></path>
                      </svg>`
                    : nothing
            }
        </button>
    </th>`;
}

const line = (row, fresh) =>
    html`<tr class=${fresh ? 'flash' : ''} data-device=${row.device}>
        <td class="c-state">${stateTag(row.state)}</td>
        <td class="c-device">
            <a class="cut" href=${phonePath(row)} title=${row.device}><bdi>${row.device}</bdi></a>
            ${
                row.tenant && row.tenant !== 'default'
                    ? html`<div class="soft small cut" title=${row.tenant}>
                          <bdi>${row.tenant}</bdi>
                      </div>`
                    : nothing
            }
            <div class="below soft small">
                <bdi>${row.server || '–'}</bdi>,
                ${since(row)}${row.why ? html`<br />${reason(row.why)}` : nothing}
            </div>
        </td>
        <td class="c-server">
            <span class="cut" title=${row.server ?? nothing}><bdi>${row.server || '–'}</bdi></span>
        </td>
        <td class="c-since">${since(row)}</td>
        <td class="c-why hide-narrow">${reason(row.why)}</td>
        <td class="c-calls right num">${row.calls || nothing}</td>
        <td class="c-site">
            <span class="cut" title=${row.site ?? nothing}><bdi>${row.site ?? '–'}</bdi></span>
        </td>
        <td class="c-firmware">
            <span class="cut soft" title=${row.firmware ?? nothing}
                ><bdi>${row.firmware ?? '–'}</bdi></span
            >
        </td>
    </tr>`;

const since = (row) =>
    row.since
        ? html`<time datetime=${row.since}>${clock(row.since)}</time>
              <span class="soft">(${briefly(now() - Date.parse(row.since))})</span>`
        : '–';
