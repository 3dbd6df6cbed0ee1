// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { get } from '../api.js';
import { number, t } from '../i18n.js';
import { Load } from '../load.js';
import { live } from '../live.js';
import { Part } from '../part.js';
import { filters } from '../part/filters.js';
import { keyOf, phoneTable } from '../part/phone-table.js';
import { go, route, router, withQuery } from '../router.js';

export const title = () => t('nav.phones');
export const show = () => html`<lk-phones></lk-phones>`;

const SIZE = 50;
/** So many rows of an order can be asked for. */
const MOST_ROWS = 100_000;
const AGAIN_MS = 2_000;
const QUIET_MS = 15_000;
const ASKED = ['q', 'state', 'server', 'site', 'sort', 'page'];

/**
 * The list of phones. What it shows is in the address. Rows change in place as phones do; the order
 * stays as it is under the reader's eyes, and a notice says when it would be another.
 */
class Phones extends Part {
    static properties = { changed: { state: true } };

    constructor() {
        super();
        /** @type {Set<string>} phones whose change may have moved them in or out of this list */
        this.changed = new Set();
        this.fresh = new Set();
        this.asked = '';
        this.stale = false;
        this.comparing = false;
        this.said = false;
        this.saidAt = 0;
        this.list = new Load(this, (signal) =>
            get('phones', { ...this.query(), size: SIZE }, signal),
        );
    }

    connectedCallback() {
        super.connectedCallback();
        this.hear(router, 'change', () => this.ask());
        this.hear(live, 'phones', (event) => this.take(event.detail));
        this.hear(live, 'reset', () => this.anew());
        this.every(AGAIN_MS, () => this.compare());
        this.ask();
    }

    query() {
        const { query } = route();
        return Object.fromEntries(ASKED.map((name) => [name, query.get(name)]));
    }

    ask() {
        const { page, parts } = route();
        if (page !== 'phones' || parts.length) return;
        const asked = JSON.stringify(this.query());
        if (asked !== this.asked) this.anew();
    }

    async anew() {
        this.asked = JSON.stringify(this.query());
        this.changed = new Set();
        this.stale = false;
        await this.list.run();
    }

    /** Takes changed rows into what is shown. @param {{rows: any[], more: number}} told */
    take({ rows, more }) {
        // An answer that is on its way may be older than this, and shall not have the last word.
        this.stale ||= this.list.busy || this.comparing;
        if (!this.list.data) return;
        const { sort, state, server, site, q } = this.query();
        const news = new Map(rows.map((row) => [keyOf(row), row]));
        const sorted = (sort ?? 'device').replace('-', '');
        const filtered = state || server || site || q;
        this.fresh = new Set(news.keys());
        const shown = this.list.data.phones.map((old) => {
            const row = news.get(keyOf(old));
            if (!row) return old;
            if (old[sorted] !== row[sorted] || filtered) this.changed.add(keyOf(row));
            news.delete(keyOf(row));
            return row;
        });
        // Those not on this page matter only where a change could bring them here.
        if (filtered || sorted !== 'device') for (const key of news.keys()) this.changed.add(key);
        this.stale ||= more > 0 || this.changed.size > 0;
        this.list.data = { ...this.list.data, phones: shown };
        this.changed = new Set(this.changed);
    }

    /** Asks whether the list is another by now; every row stays in its place all the same. */
    async compare() {
        if (!this.stale || this.list.busy || this.comparing || document.hidden) return;
        this.stale = false;
        const asked = this.asked;
        this.comparing = true;
        const after = await get('phones', { ...this.query(), size: SIZE }).catch(() => null);
        this.comparing = false;
        if (!after) this.stale = true;
        if (!after || asked !== this.asked || !this.list.data) return;
        const rows = new Map(after.phones.map((row) => [keyOf(row), row]));
        const before = this.list.data.phones;
        this.list.data = { ...after, phones: before.map((old) => rows.get(keyOf(old)) ?? old) };
        const order = (all) => all.map(keyOf).join('\n');
        if (order(before) === order(after.phones)) this.changed = new Set();
        else
            this.changed = new Set([
                ...this.changed,
                ...after.phones
                    .map(keyOf)
                    .filter((key) => !before.some((old) => keyOf(old) === key)),
            ]);
    }

    /** To whoever hears the page the notice is said once, not with each phone that changes. */
    willUpdate() {
        if (!this.changed.size) this.said = false;
        else if (!this.said && Date.now() - this.saidAt > QUIET_MS) {
            this.said = true;
            this.saidAt = Date.now();
        }
    }

    render() {
        const { data } = this.list;
        return html`
            <h1 tabindex="-1">
                ${title()}${
                    data ? html` <span class="soft num">${number(data.total)}</span>` : nothing
                }
            </h1>
            ${filters(this.query(), live.overview)} ${this.list.notice()}
            ${
                this.changed.size
                    ? html`<div class="notice">
                          <span>${t('phones.changed', { count: this.changed.size })}</span>
                          <button @click=${this.anew}>${t('phones.refresh')}</button>
                      </div>`
                    : nothing
            }
            <div class="sr" role="status">${this.said ? t('phones.another') : nothing}</div>
            ${
                data
                    ? this.table(data)
                    : this.list.problem
                      ? nothing
                      : html`<div class="loading"></div>`
            }
        `;
    }

    table(data) {
        if (!data.phones.length) return none(data);
        return html`${phoneTable(data.phones, this.query().sort ?? 'device', this.fresh)}
        ${pager(data)}`;
    }
}

/** The last page that there is; the dashboard does not count further than to MOST_ROWS. */
const lastPage = ({ total, size }) => Math.max(1, Math.ceil(Math.min(total, MOST_ROWS) / size));

const to = (/** @type {number} */ page) => () => go(withQuery({ page: page > 1 ? page : null }));

/** No phones at all, or none on this page because there are fewer than there were. */
const none = (data) =>
    html`<p class="card empty">
        ${
            data.total
                ? html`${t('phones.beyond')}
                      <button @click=${to(lastPage(data))}>${t('phones.last')}</button>`
                : t('phones.none')
        }
    </p>`;

function pager(data) {
    const { total, page, size } = data;
    const last = lastPage(data);
    return html`<nav class="pager" aria-label=${t('phones.pages')}>
        <span class="soft num"
            >${t('phones.range', {
                from: (page - 1) * size + 1,
                to: Math.min(total, page * size),
                total,
            })}
            ${total > MOST_ROWS ? t('phones.bound', { most: MOST_ROWS }) : nothing}</span
        >
        <span class="row">
            <button ?disabled=${page <= 1} @click=${to(1)}>${t('phones.first')}</button>
            <button ?disabled=${page <= 1} @click=${to(page - 1)}>${t('phones.previous')}</button>
            <button ?disabled=${page >= last} @click=${to(page + 1)}>${t('phones.next')}</button>
        </span>
    </nav>`;
}

customElements.define('lk-phones', Phones);
