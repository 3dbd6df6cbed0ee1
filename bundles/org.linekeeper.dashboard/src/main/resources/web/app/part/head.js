// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing, svg } from 'lit';
import { send } from '../api.js';
import { LANGUAGES, k, languageCode, t } from '../i18n.js';
import { live } from '../live.js';
import { THEMES, paint, theme } from '../theme.js';
import { personWord, roleWord } from '../words.js';
import { heard } from './banner.js';

const NAV = [
    { page: '', href: '.', name: k('nav.overview') },
    { page: 'phones', href: 'phones', name: k('nav.phones') },
    { page: 'incidents', href: 'incidents', name: k('nav.incidents') },
    { page: 'map', href: 'map', name: k('nav.map') },
    { page: 'alerts', href: 'alerts', name: k('nav.alerts') },
    { page: 'audit', href: 'audit', name: k('nav.audit'), operator: true },
];
const THEME_NAME = { auto: k('theme.auto'), light: k('theme.light'), dark: k('theme.dark') };

/**
 * The page's head: where one can go, how fresh all is, and the reader's own choices.
 *
 * @param {import('../router.js').Route} route @param {any} overview
 * @param {(event: Event) => void} speak takes the language that was chosen
 */
export const head = (route, overview, speak) => html`
    <header class="shell-head">
        <a class="brand" href="." aria-label=${t('shell.home')}>${logo}<span>Linekeeper</span></a>
        <nav class="shell-nav" aria-label=${t('shell.nav')}>
            ${NAV.filter((each) => !each.operator || overview?.user?.role === 'operator').map(
                (each) =>
                    html`<a
                        href=${each.href}
                        aria-current=${each.page === route.page ? 'page' : 'false'}
                        >${t(each.name)}${badge(each.page, overview)}</a
                    >`,
            )}
        </nav>
        <div class="shell-tools">
            ${pulse(overview)}
            <select aria-label=${t('shell.language')} @change=${speak}>
                ${LANGUAGES.map(
                    ({ code, name }) =>
                        html`<option value=${code} ?selected=${code === languageCode()}>
                            ${name}
                        </option>`,
                )}
            </select>
            <select aria-label=${t('shell.theme')} @change=${(event) => paint(event.target.value)}>
                ${THEMES.map(
                    (each) =>
                        html`<option value=${each} ?selected=${each === theme()}>
                            ${t(THEME_NAME[each])}
                        </option>`,
                )}
            </select>
            ${overview?.user ? who(overview.user) : nothing}
        </div>
    </header>
`;

const who = (user) => html`
    <span class="soft small who"><bdi>${personWord(user.name)}</bdi> (${roleWord(user.role)})</span>
    ${
        user.name === 'local'
            ? nothing
            : html`<button class="plain" @click=${leave}>${t('shell.leave')}</button>`
    }
`;

async function leave() {
    await send('DELETE', 'session');
    location.reload();
}

function badge(page, overview) {
    const count =
        page === 'incidents'
            ? overview?.incidents?.length
            : page === 'alerts'
              ? overview?.alerts
              : 0;
    return count ? html`<span class="count">${count}</span>` : nothing;
}

/** A small sign of life: a filled ring, a triangle or a cross, and words. */
function pulse(overview) {
    const state = live.trouble ? 'blind' : overview?.freshness?.state;
    if (!state) return nothing;
    const words = {
        live: () => t('fresh.live'),
        stale: () => t('fresh.stale'),
        blind: () => t('fresh.blind'),
    }[state]?.();
    return html`<span class="pulse is-${state}" title=${heard(overview?.freshness)}>
        <svg viewBox="0 0 12 12" aria-hidden="true">${SIGN[state]}</svg>${words}
    </span>`;
}

const SIGN = {
    live: svg`<circle cx="6" cy="6" r="5"></circle>`,
    stale: svg`<path d="M6 0 12 11H0Z"></path>`,
    blind: svg`<path d="M2 0 6 4 10 0l2 2-4 4 4 4-2 2-4-4-4 4-2-2 4-4-4-4Z"></path>`,
};

const logo = html`<svg viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" fill="#0067a3"></rect>
    <path
        d="M5 11h7l4 10h11"
        fill="none"
        stroke="#fff"
        stroke-width="3"
        stroke-linecap="round"
    ></path>
    <circle cx="12" cy="11" r="3" fill="#f0b43c"></circle>
</svg>`;
