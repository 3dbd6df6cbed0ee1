// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html } from 'lit';
import { get } from '../api.js';
import { number, t } from '../i18n.js';
import { Load } from '../load.js';
import { live } from '../live.js';
import { Part } from '../part.js';
import { lasting, openTag } from '../part/incident.js';
import { Older } from '../part/older.js';
import { clock, duration } from '../time.js';

export const title = () => t('nav.incidents');
export const show = () => html`<lk-incidents></lk-incidents>`;

const SIZE = 50;

/** All incidents, newest first; open ones change as they go on. */
class Incidents extends Part {
    constructor() {
        super();
        /** @type {Map<string, any>} by id, what was told since the list was asked for */
        this.told = new Map();
        /** The same since the last question, whose answer may be on its way. */
        this.meanwhile = this.told;
        this.list = new Load(this, async (signal) => {
            const meanwhile = (this.meanwhile = new Map());
            const page = await get('incidents', { size: SIZE }, signal);
            this.told = meanwhile;
            this.older.forget();
            return page;
        });
        this.older = new Older(this, this.list, (before, signal) =>
            get('incidents', { size: SIZE, before }, signal),
        );
    }

    connectedCallback() {
        super.connectedCallback();
        this.hear(live, 'incidents', ({ detail }) => this.take(detail));
        this.hear(live, 'reset', () => this.list.run());
        this.every(1_000, () => this.requestUpdate());
        this.list.run();
    }

    take(/** @type {any[]} */ changed) {
        for (const each of changed) {
            this.told.set(each.id, each);
            this.meanwhile.set(each.id, each);
        }
        this.requestUpdate();
    }

    /** Each incident once, as it was told last, wherever in the list it stands. */
    all() {
        const pages = [this.list.data, ...this.older.pages].flatMap((page) => page.incidents);
        const all = new Map(pages.map((each) => [each.id, each]));
        for (const [id, each] of this.told) all.set(id, each);
        return [...all.values()].sort((a, b) => Date.parse(b.start) - Date.parse(a.start));
    }

    render() {
        const { data } = this.list;
        const all = data ? this.all() : [];
        return html`
            <h1 tabindex="-1">${title()}</h1>
            ${this.list.notice()}
            ${
                data
                    ? all.length
                        ? table(all)
                        : html`<p class="card empty">${t('incidents.none')}</p>`
                    : html`<div class="loading"></div>`
            }
            ${this.older.button()}
        `;
    }
}

const table = (all) =>
    html`<div class="table">
        <table>
            <thead>
                <tr>
                    <th scope="col">${t('incident.state')}</th>
                    <th scope="col">${t('incident.server')}</th>
                    <th scope="col">${t('incident.start')}</th>
                    <th scope="col" class="hide-narrow">${t('incident.lasting')}</th>
                    <th scope="col" class="right">${t('incident.phones')}</th>
                    <th scope="col" class="right">${t('incident.without')}</th>
                    <th scope="col" class="right hide-narrow">${t('incident.calls')}</th>
                    <th scope="col" class="right hide-narrow">${t('incident.median')}</th>
                    <th scope="col" class="right hide-narrow">${t('incident.p99')}</th>
                </tr>
            </thead>
            <tbody>
                ${all.map(row)}
            </tbody>
        </table>
    </div>`;

const row = (each) =>
    html`<tr>
        <td>${openTag(each)}</td>
        <td>
            <a href="incidents/${encodeURIComponent(each.id)}"
                ><bdi>${each.server || t('incident.no_server')}</bdi></a
            >
        </td>
        <td><time datetime=${each.start}>${clock(each.start)}</time></td>
        <td class="hide-narrow">${lasting(each)}</td>
        <td class="right num">${number(each.phones)}</td>
        <td class="right num">${number(each.without_service)}</td>
        <td class="right num hide-narrow">${number(each.calls)}</td>
        <td class="right num hide-narrow">
            ${each.median_ms == null ? '–' : duration(each.median_ms)}
        </td>
        <td class="right num hide-narrow">${each.p99_ms == null ? '–' : duration(each.p99_ms)}</td>
    </tr>`;

customElements.define('lk-incidents', Incidents);
