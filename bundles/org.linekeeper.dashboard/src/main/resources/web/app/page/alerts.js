// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { get } from '../api.js';
import '../form/alerting.js';
import '../form/silences.js';
import { t } from '../i18n.js';
import { Load } from '../load.js';
import { live } from '../live.js';
import { Part } from '../part.js';
import { age, clock } from '../time.js';
import { alertWord } from '../words.js';

export const title = () => t('nav.alerts');
export const show = () => html`<lk-alerts></lk-alerts>`;

const AGAIN_MS = 2_000;

/** What wants somebody's attention, what is silenced, and who is told. */
class Alerts extends Part {
    constructor() {
        super();
        this.stale = false;
        this.alerts = new Load(this, (signal) => get('alerts', {}, signal));
        this.silences = new Load(this, (signal) => get('silences', {}, signal));
    }

    connectedCallback() {
        super.connectedCallback();
        this.hear(live, 'alerts', () => (this.stale = true));
        this.hear(live, 'reset', () => (this.stale = true));
        this.hear(live, 'overview', () => this.requestUpdate());
        this.every(AGAIN_MS, () => {
            if (this.stale && !this.alerts.busy && !this.silences.busy) this.anew();
        });
        this.anew();
    }

    anew() {
        this.stale = false;
        this.alerts.run();
        this.silences.run();
    }

    render() {
        const operator = live.overview?.user?.role === 'operator';
        const { data } = this.alerts;
        return html`
            <h1 tabindex="-1">${title()}</h1>
            ${this.alerts.notice()} ${data ? list(data.alerts) : html`<div class="loading"></div>`}
            ${this.silences.notice()}
            <lk-silences
                .silences=${this.silences.data?.silences ?? []}
                .servers=${live.overview?.servers ?? []}
                .operator=${operator}
                @changed=${this.anew}
            ></lk-silences>
            ${
                data && operator
                    ? html`<lk-alerting
                          .rules=${data.rules}
                          .webhooks=${data.webhooks}
                          @changed=${this.anew}
                      ></lk-alerting>`
                    : nothing
            }
        `;
    }
}

const list = (alerts) =>
    alerts.length
        ? html`<div class="stack">${alerts.map(card)}</div>`
        : html`<p class="card empty">${t('alerts.none')}</p>`;

const card = (each) =>
    html`<section
        class="card ${each.silence ? '' : each.severity === 'critical' ? 'is-alarm' : 'is-warning'}"
    >
        <div class="row between">
            <h2>${sentence(each)}</h2>
            <span class="row">
                <span class="tag ${each.severity === 'critical' ? 'is-alarm' : 'is-warning'}"
                    >${
                        each.severity === 'critical' ? t('alerts.critical') : t('alerts.warning')
                    }</span
                >
                ${each.silence ? html`<span class="tag">${t('alerts.silenced')}</span>` : nothing}
                ${each.fired ? nothing : html`<span class="tag">${t('alerts.waiting')}</span>`}
            </span>
        </div>
        <p class="soft">
            ${alertWord(each.kind)} ·
            <time datetime=${each.since}>${clock(each.since)}</time> (${age(each.since)})
            ${
                each.incident
                    ? html`·
                          <a href="incidents/${encodeURIComponent(each.incident)}"
                              >${t('incident.more')}</a
                          >`
                    : nothing
            }
        </p>
    </section>`;

/** In the reader's words where the kind is known, otherwise as the dashboard said it. */
function sentence({ kind, server, phones, text }) {
    const values = { server: server ?? '', count: phones ?? 0 };
    const known = {
        incident: () => t('alert_text.incident', values),
        phones_silent: () => t('alert_text.phones_silent', values),
        phones_unregistered: () => t('alert_text.phones_unregistered', values),
        blind: () => t('alert_text.blind'),
        stale: () => t('alert_text.stale'),
        history_gap: () => t('alert_text.history_gap', values),
    };
    return Object.hasOwn(known, kind) ? known[kind]() : text;
}

customElements.define('lk-alerts', Alerts);
