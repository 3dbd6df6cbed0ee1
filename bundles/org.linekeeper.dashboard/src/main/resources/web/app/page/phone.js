// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { get } from '../api.js';
import { t } from '../i18n.js';
import { Load } from '../load.js';
import { live } from '../live.js';
import { Part } from '../part.js';
import { beats } from '../part/beat.js';
import { lineCards } from '../part/lines.js';
import { Older } from '../part/older.js';
import { stateTag } from '../part/state.js';
import { transitionList } from '../part/transitions.js';
import { age, clock } from '../time.js';
import { reason } from '../words.js';

export const title = (route) => route.parts[0];
export const show = (route) =>
    html`<lk-phone
        .device=${route.parts[0]}
        .tenant=${route.query.get('tenant') ?? 'default'}
    ></lk-phone>`;

const SIZE = 50;
const AGAIN_MS = 1_000;

/** One phone: how its lines are, how they were, and what happened when. */
class Phone extends Part {
    static properties = { device: {}, tenant: {} };

    constructor() {
        super();
        this.device = '';
        this.tenant = 'default';
        this.stale = false;
        const path = () => `phones/${encodeURIComponent(this.device)}`;
        this.phone = new Load(this, (signal) => get(path(), { tenant: this.tenant }, signal));
        const transitions = (before, signal) =>
            get(`${path()}/transitions`, { tenant: this.tenant, size: SIZE, before }, signal);
        this.history = new Load(this, (signal) => transitions(null, signal));
        this.older = new Older(this, this.history, transitions);
    }

    connectedCallback() {
        super.connectedCallback();
        this.hear(live, 'phones', ({ detail }) => {
            const mine = (row) => row.device === this.device && row.tenant === this.tenant;
            this.stale ||= detail.more > 0 || detail.rows.some(mine);
        });
        this.hear(live, 'reset', () => this.anew());
        this.every(AGAIN_MS, () => {
            if (this.stale && !this.phone.busy) this.anew();
        });
    }

    willUpdate(changed) {
        if (!changed.has('device') && !changed.has('tenant')) return;
        this.phone.data = this.history.data = null;
        this.older.forget();
        this.anew();
    }

    anew() {
        this.stale = false;
        this.phone.run();
        this.history.run();
    }

    render() {
        const { data } = this.phone;
        return html`
            <nav class="small" aria-label=${t('shell.path')}>
                <a href="phones">${t('nav.phones')}</a>
            </nav>
            <div class="row">
                <h1 tabindex="-1"><bdi>${this.device}</bdi></h1>
                ${data ? stateTag(data.state) : nothing}
                ${
                    data && !data.online
                        ? html`<span class="tag is-warning">${t('phone.offline')}</span>`
                        : nothing
                }
            </div>
            ${this.phone.notice()}
            ${data ? [summary(data), beats(data.bar), lineCards(data)] : nothing}
            ${!data && !this.phone.problem ? html`<div class="loading"></div>` : nothing}
            <section class="card">
                <h2>${t('phone.history')}</h2>
                ${this.history.notice()} ${this.transitions()}
            </section>
        `;
    }

    transitions() {
        if (!this.history.data) return nothing;
        const all = [this.history.data, ...this.older.pages].flatMap((page) => page.transitions);
        if (!all.length) return html`<p class="empty">${t('phone.no_history')}</p>`;
        const phone = { tenant: this.tenant, device: this.device };
        return html`${transitionList(all, phone)} ${this.older.button()}`;
    }
}

const summary = (phone) =>
    html`<section class="card">
        <dl class="facts">
            ${fact(
                t('phones.since'),
                phone.since &&
                    html`${clock(phone.since)} <span class="soft">(${age(phone.since)})</span>`,
            )}
            ${fact(t('phones.why'), reason(phone.why))}
            ${fact(t('phones.server'), html`<bdi>${phone.server || '–'}</bdi>`)}
            ${fact(
                t('phone.seen'),
                phone.seen &&
                    html`${clock(phone.seen)} <span class="soft">(${age(phone.seen)})</span>`,
            )}
            ${fact(t('phones.site'), html`<bdi>${phone.site ?? '–'}</bdi>`)}
            ${fact(t('phones.firmware'), html`<bdi>${phone.firmware ?? '–'}</bdi>`)}
            ${fact(t('phone.version'), phone.linekeeper)}
            ${fact(
                t('phone.policy'),
                phone.policy && html`<bdi>${phone.policy.id} ${phone.policy.version}</bdi>`,
            )}
            ${fact(t('phone.journal'), phone.journal && t('phone.journal_of', phone.journal))}
            ${phone.online ? nothing : fact(t('phone.away_why'), reason(phone.connection_why))}
        </dl>
    </section>`;

const fact = (name, value) =>
    html`<div>
        <dt>${name}</dt>
        <dd>${value || '–'}</dd>
    </div>`;

customElements.define('lk-phone', Phone);
