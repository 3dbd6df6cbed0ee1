// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { languageCode, languages, speak, t } from './i18n.js';
import { live } from './live.js';
import { Part } from './part.js';
import { findPlace } from './place.js';
import { route, router } from './router.js';
import { freshBanner } from './part/banner.js';
import { head } from './part/head.js';

/** Each page by the first part of its path; loaded when it is asked for. */
const PAGES = {
    '': () => import('./page/overview.js'),
    phones: (parts) => {
        if (parts[1] === 'ladder') return import('./page/ladder.js');
        return parts.length ? import('./page/phone.js') : import('./page/phones.js');
    },
    incidents: (parts) =>
        parts.length ? import('./page/incident.js') : import('./page/incidents.js'),
    map: () => import('./page/map.js'),
    alerts: () => import('./page/alerts.js'),
    audit: () => import('./page/audit.js'),
};

const QUIET_MS = 15_000;
const IDLE_MS = 2_000;

/** In place of a page whose module could not be loaded; a browser may not ask for it twice. */
const UNREACHED = {
    title: () => t('load.no_answer'),
    show: () =>
        html`<section class="card stack">
            <h1 tabindex="-1">${t('load.no_answer')}</h1>
            <div><button @click=${() => location.reload()}>${t('load.again')}</button></div>
        </section>`,
};

/** Loads all pages, so that they are there when the dashboard is not. */
function loadAll() {
    for (const load of Object.values(PAGES))
        for (const parts of [[], ['a'], ['a', 'ladder']]) load(parts).catch(() => {});
}

/** The frame around each page: head, banner, and the page itself. */
export class Shell extends Part {
    static properties = {
        route: { state: true },
        page: { state: true },
        said: { state: true },
        speechless: { state: true },
    };

    constructor() {
        super();
        this.route = route();
        /** @type {any} what a page's module exports: `show(route)`, and its `title()` */
        this.page = null;
        this.said = '';
        /** Whether the texts of the language that was chosen did not come. */
        this.speechless = false;
        this.key = '';
        this.saidOf = { id: '', at: 0 };
    }

    connectedCallback() {
        super.connectedCallback();
        this.hear(router, 'change', (event) => this.move(event.detail.moved));
        this.hear(live, 'overview', () => {
            this.name();
            this.requestUpdate();
        });
        this.hear(live, 'trouble', () => {
            if (this.page === UNREACHED && !live.trouble) location.reload();
            this.name();
            this.requestUpdate();
        });
        this.hear(languages, 'change', () => this.name());
        this.hear(live, 'incidents', (event) => this.announce(event.detail));
        this.every(5_000, () => this.requestUpdate());
        this.move(false).then(() => setTimeout(loadAll, IDLE_MS));
    }

    async move(/** @type {boolean} */ moved) {
        const next = route();
        const key = `${next.page}/${next.parts.join('/')}`;
        const known = Object.hasOwn(PAGES, next.page);
        const load = known ? PAGES[next.page] : () => import('./page/nowhere.js');
        const page = await load(next.parts).catch(() => UNREACHED);
        // Whoever has gone on meanwhile gets the later page; none is drawn for another's address.
        if (route().path !== next.path) return;
        const other = this.key !== key;
        this.key = key;
        this.route = next;
        this.page = page;
        this.speechless = false;
        this.name();
        await this.updateComplete;
        document.getElementById('skeleton')?.remove();
        findPlace();
        // Whoever reads by ear or moves by keyboard starts at the new page's head line.
        if (moved && other) this.querySelector('h1')?.focus({ preventScroll: true });
    }

    name() {
        const name = this.page?.title(this.route) ?? '';
        // Whoever looks at another tab sees that something is wrong.
        const sign = live.oldSince ? '!' : live.overview?.incidents?.length;
        document.title = `${sign ? `(${sign}) ` : ''}${name ? `${name} · ` : ''}Linekeeper`;
    }

    async speak(/** @type {any} */ { target }) {
        try {
            await speak(target.value);
            this.speechless = false;
        } catch {
            target.value = languageCode();
            this.speechless = true;
        }
    }

    announce(/** @type {any[]} */ incidents) {
        const worst = incidents.find((each) => each.state === 'open') ?? incidents[0];
        // A voice that speaks with each phone that moves is switched off.
        if (worst.id + worst.state === this.saidOf.id && Date.now() - this.saidOf.at < QUIET_MS)
            return;
        this.saidOf = { id: worst.id + worst.state, at: Date.now() };
        const told = {
            server: worst.server ?? '',
            count: worst.phones,
            without: worst.without_service,
        };
        this.said = worst.state === 'open' ? t('said.open', told) : t('said.closed', told);
    }

    render() {
        return html`
            <a class="skip" href="#main" @click=${this.skip}>${t('shell.skip')}</a>
            ${head(this.route, live.overview, this.speak)}
            ${freshBanner(live.overview, live.trouble)}
            <div class="sr" role="status" aria-live="polite">${this.said}</div>
            ${
                this.speechless
                    ? html`<div class="notice is-alarm" role="alert">
                          ${t('shell.speechless')}
                      </div>`
                    : nothing
            }
            <main id="main" tabindex="-1">${this.page?.show(this.route) ?? nothing}</main>
            <footer class="shell-foot">${t('shell.foot')}</footer>
        `;
    }

    skip(/** @type {Event} */ event) {
        event.preventDefault();
        document.getElementById('main')?.focus();
    }
}
