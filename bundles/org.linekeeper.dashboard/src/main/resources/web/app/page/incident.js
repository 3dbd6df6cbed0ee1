// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { get } from '../api.js';
import { t } from '../i18n.js';
import { Load } from '../load.js';
import { live } from '../live.js';
import { Part } from '../part.js';
import '../part/curve.js';
import { facts, headline, openTag } from '../part/incident.js';
import '../part/timeline.js';
import { ladderPath, phonePath } from '../router.js';
import { duration, exactClock } from '../time.js';

export const title = () => t('incident.title');
export const show = (route) => html`<lk-incident .name=${route.parts[0]}></lk-incident>`;

const AGAIN_MS = 2_000;
const FIRST = 50;

/** One incident: its numbers, its curve, and how each phone fared. */
class Incident extends Part {
    static properties = { name: {}, all: { state: true } };

    constructor() {
        super();
        this.name = '';
        this.all = false;
        this.stale = false;
        this.incident = new Load(this, (signal) =>
            get(`incidents/${encodeURIComponent(this.name)}`, {}, signal),
        );
    }

    connectedCallback() {
        super.connectedCallback();
        this.hear(live, 'incidents', ({ detail }) => {
            this.stale ||= detail.some((each) => each.id === this.name);
        });
        this.hear(live, 'reset', () => (this.stale = true));
        this.every(AGAIN_MS, () => {
            if (this.stale && !this.incident.busy) this.anew();
        });
    }

    willUpdate(changed) {
        if (!changed.has('name')) return;
        this.incident.data = null;
        this.anew();
    }

    anew() {
        this.stale = false;
        this.incident.run();
    }

    render() {
        const { data } = this.incident;
        const path = html`<nav class="small" aria-label=${t('shell.path')}>
            <a href="incidents">${t('nav.incidents')}</a>
        </nav>`;
        if (!data)
            return html`${path}
                <h1 tabindex="-1">${title()}</h1>
                ${this.incident.notice()}`;
        return html`
            ${path}
            <div class="row">
                <h1 tabindex="-1"><bdi>${headline(data)}</bdi></h1>
                ${openTag(data)}
            </div>
            ${this.incident.notice()}
            <section class="card ${data.state === 'open' ? 'is-alarm' : ''}">
                ${facts(data)}
            </section>
            <section class="card">
                <h2>${t('incident.curve')}</h2>
                <lk-curve .points=${data.curve} .label=${headline(data)}></lk-curve>
                <p class="small">
                    <a href="map?incident=${encodeURIComponent(data.id)}"
                        >${t('incident.replay')}</a
                    >
                </p>
            </section>
            <section class="card stack">
                <h2>${t('incident.timeline')}</h2>
                <lk-timeline .incident=${data}></lk-timeline>
            </section>
            <section class="stack">
                <h2>${t('incident.members')}</h2>
                ${members(this.all ? data.members : data.members.slice(0, FIRST))}
                ${this.rest(data.members.length)}
                ${
                    data.more
                        ? html`<p class="soft">
                              ${t('incident.more_members', { count: data.more })}
                          </p>`
                        : nothing
                }
            </section>
        `;
    }

    rest(count) {
        if (this.all || count <= FIRST) return nothing;
        const show = () => (this.all = true);
        return html`<div>
            <button @click=${show}>${t('incident.all_members', { count })}</button>
        </div>`;
    }
}

const members = (all) =>
    html`<div class="table">
        <table>
            <thead>
                <tr>
                    <th scope="col">${t('phones.device')}</th>
                    <th scope="col" class="hide-narrow">${t('member.left')}</th>
                    <th scope="col">${t('member.took')}</th>
                    <th scope="col" class="hide-narrow">${t('member.server')}</th>
                    <th scope="col" class="hide-narrow">${t('member.returned')}</th>
                    <th scope="col"><span class="sr">${t('change.ladder')}</span></th>
                </tr>
            </thead>
            <tbody>
                ${all.map(member)}
            </tbody>
        </table>
    </div>`;

const member = (each) =>
    html`<tr>
        <td class="c-name">
            <a class="cut" href=${phonePath(each)} title=${each.device}
                ><bdi>${each.device}</bdi></a
            >
            <span class="soft small">${t('phone.line', { line: String(each.line) })}</span>
        </td>
        <td class="hide-narrow">${at(each.left)}</td>
        <td class="num">${outOf(each)}</td>
        <td class="hide-narrow"><bdi>${each.server || '–'}</bdi></td>
        <td class="hide-narrow">${at(each.returned)}</td>
        <td>
            ${
                each.trace
                    ? html`<a href=${ladderPath(each, each.trace)}>${t('change.ladder')}</a>`
                    : nothing
            }
        </td>
    </tr>`;

/** How long it was out of service; without an end it still is, as far as one knows. */
function outOf(member) {
    if (member.ms != null) return duration(member.ms);
    const word = member.lost ? t('member.lost') : t('member.out');
    return html`<span class="tag is-alarm">${word}</span>`;
}

const at = (time) => (time ? html`<time datetime=${time}>${exactClock(time)}</time>` : '–');

customElements.define('lk-incident', Incident);
