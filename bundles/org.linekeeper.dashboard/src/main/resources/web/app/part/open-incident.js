// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html } from 'lit';
import { get } from '../api.js';
import { t } from '../i18n.js';
import { Load } from '../load.js';
import { Part } from '../part.js';
import './curve.js';
import { facts, headline, openTag } from './incident.js';

const AGAIN_MS = 2_000;
const IDLE_MS = 10_000;

/** `<lk-open-incident>`: an incident that lasts, with a curve each two seconds. */
class OpenIncident extends Part {
    static properties = { incident: { attribute: false } };

    constructor() {
        super();
        this.incident = null;
        this.curve = new Load(this, (signal) =>
            get(`incidents/${encodeURIComponent(this.incident.id)}`, {}, signal),
        );
        this.shown = '';
        this.asked = 0;
    }

    connectedCallback() {
        super.connectedCallback();
        this.every(AGAIN_MS, () => this.refresh());
    }

    willUpdate(changed) {
        if (changed.has('incident')) this.refresh();
    }

    /** Not more often than each two seconds; at times though nothing changes: time goes on. */
    refresh() {
        const age = Date.now() - this.asked;
        const numbers = JSON.stringify(this.incident);
        if (this.curve.busy || age < AGAIN_MS) return;
        if (numbers === this.shown && age < IDLE_MS) return;
        this.shown = numbers;
        this.asked = Date.now();
        this.curve.run();
    }

    render() {
        const { incident } = this;
        const more = html`<a href="incidents/${encodeURIComponent(incident.id)}"
            >${t('incident.more')}</a
        >`;
        return html`<section class="card is-alarm stack" data-incident=${incident.id}>
            <div class="row between">
                <h2><bdi>${headline(incident)}</bdi></h2>
                <span class="row">${openTag(incident)} ${more}</span>
            </div>
            ${facts(incident)}
            <lk-curve
                .points=${this.curve.data?.curve ?? []}
                .label=${headline(incident)}
            ></lk-curve>
        </section>`;
    }
}

customElements.define('lk-open-incident', OpenIncident);
