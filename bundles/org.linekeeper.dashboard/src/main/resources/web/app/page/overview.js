// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { number, t } from '../i18n.js';
import { live } from '../live.js';
import { Part } from '../part.js';
import { bar, legend } from '../part/bar.js';
import { heard } from '../part/banner.js';
import '../part/drill.js';
import { mark } from '../part/state.js';
import '../part/open-incident.js';
import { clock } from '../time.js';
import { STATES, stateWord } from '../words.js';

export const title = () => t('nav.overview');
export const show = () => html`<lk-overview></lk-overview>`;

const CURVES = 4;
const AGE_MS = 1_000;

/** The first page: what is wrong now, then how all phones are, then each server. */
class Overview extends Part {
    connectedCallback() {
        super.connectedCallback();
        this.hear(live, 'overview', () => this.requestUpdate());
        this.hear(live, 'trouble', () => this.requestUpdate());
        this.every(AGE_MS, () => this.requestUpdate());
    }

    render() {
        const now = live.overview;
        if (!now)
            return html`<h1 class="sr" tabindex="-1">${title()}</h1>
                <div class="loading"></div>`;
        return html`
            <div class="row between">
                <div>
                    <h1 tabindex="-1">${live.oldSince ? asOf(now) : sentence(now)}</h1>
                    <p class="soft" data-heard>${heard(now.freshness)}</p>
                </div>
                <lk-drill .plugs=${now.plugs ?? []} .role=${now.user?.role}></lk-drill>
            </div>
            ${incidents(now.incidents)}
            <section class="tiles" aria-label=${t('overview.states')}>
                ${STATES.map((state) => tile(state, now.counts[state] ?? 0, now.phones))}
            </section>
            ${servers(now)}
        `;
    }
}

/** Those that last, newest first; the curves of the first few only. */
function incidents(all) {
    if (!all.length) {
        return html`<p class="soft">
            ${t('overview.calm')} <a href="incidents">${t('overview.past')}</a>
        </p>`;
    }
    const more = all.length - CURVES;
    return html`${repeat(
        all.slice(0, CURVES),
        (each) => each.id,
        (each) => html`<lk-open-incident .incident=${each}></lk-open-incident>`,
    )}
    ${
        more > 0
            ? html`<a href="incidents">${t('overview.more_incidents', { count: more })}</a>`
            : nothing
    }`;
}

/** What was, of which nobody knows whether it still is: that all is well is not said then. */
function asOf(now) {
    const count = now.counts.on_primary ?? 0;
    const what = isWell(now) ? t('overview.was_well', { count }) : sentence(now);
    return t('overview.as_of', { at: clock(live.oldSince), what });
}

const isWell = ({ phones, counts, incidents }) =>
    phones > 0 &&
    !incidents.length &&
    !['unregistered', 'switching', 'on_backup', 'unknown'].some((state) => counts[state] > 0);

/** One sentence that says whether anybody cannot telephone. */
function sentence(now) {
    const without = (now.counts.unregistered ?? 0) + (now.counts.switching ?? 0);
    if (now.phones === 0) return t('overview.none');
    if (without > 0) return t('overview.without', { count: without, phones: now.phones });
    if (now.counts.on_backup > 0)
        return t('overview.backup', { count: now.counts.on_backup, phones: now.phones });
    if (now.counts.unknown > 0)
        return t('overview.unknown', { count: now.counts.unknown, phones: now.phones });
    const count = now.counts.on_primary ?? 0;
    return isWell(now) ? t('overview.well', { count }) : t('overview.back', { count });
}

const tile = (state, count, phones) =>
    html`<a class="tile s-${state} ${count ? '' : 'is-zero'}" href="phones?state=${state}">
        <span class="state">${mark(state)}${stateWord(state)}</span>
        <span class="n num" data-state=${state}>${number(count)}</span>
        <span class="soft small">${percent(count, phones)}</span>
    </a>`;

const percent = (count, phones) =>
    phones ? t('overview.percent', { n: Math.round((1000 * count) / phones) / 10 }) : '–';

function servers(now) {
    // A server that all phones have left is what one looks for in an outage.
    const left = new Set(now.incidents.map((each) => each.server).filter(Boolean));
    for (const each of now.servers) left.delete(each.server);
    const all = [...now.servers, ...[...left].map((server) => ({ server, phones: 0, counts: {} }))];
    if (!all.length) return nothing;
    const full = Math.max(...all.map((each) => each.phones));
    return html`<section class="card stack">
        <div class="row between">
            <h2>${t('overview.servers')}</h2>
            ${legend()}
        </div>
        <div class="bars">
            ${all.map(
                (each) =>
                    html`<div class="band">
                        ${serverName(each.server)} ${bar(each.counts, full)}
                        <span class="num">${number(each.phones)}</span>
                    </div>`,
            )}
        </div>
        ${
            now.others
                ? html`<p class="soft">${t('overview.others', { count: now.others })}</p>`
                : nothing
        }
    </section>`;
}

const serverName = (server) =>
    server
        ? html`<a
              class="name cut"
              href="phones?server=${encodeURIComponent(server)}"
              title=${server}
              ><bdi>${server}</bdi></a
          >`
        : html`<span class="name">${t('overview.no_server')}</span>`;

customElements.define('lk-overview', Overview);
