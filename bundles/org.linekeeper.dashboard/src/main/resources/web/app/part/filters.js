// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html } from 'lit';
import { live as same } from 'lit/directives/live.js';
import { t } from '../i18n.js';
import { go, route, withQuery } from '../router.js';
import { STATES, stateWord } from '../words.js';
import { mark } from './state.js';

const TYPED_MS = 250;

/** @type {Map<string, {text: string, timer: number}>} what stands in each box, as it was typed */
const typed = new Map();

/** The filters above the list of phones; each goes into the address at once. */
export const filters = (query, overview) => html`
    <div class="card stack">
        <form class="filters" role="search" @submit=${(event) => event.preventDefault()}>
            <label class="field q"
                >${t('phones.search')}
                <input
                    type="search"
                    name="q"
                    maxlength="100"
                    .value=${same(text('q', query))}
                    @input=${soon('q')}
                />
            </label>
            <label class="field"
                >${t('phones.server')}
                <input
                    name="server"
                    list="servers"
                    maxlength="200"
                    .value=${same(text('server', query))}
                    @input=${soon('server')}
                />
                <datalist id="servers">
                    ${(overview?.servers ?? []).map(
                        (each) => html`<option value=${each.server}></option>`,
                    )}
                </datalist>
            </label>
            <label class="field"
                >${t('phones.site')}
                <input
                    name="site"
                    maxlength="200"
                    .value=${same(text('site', query))}
                    @input=${soon('site')}
                />
            </label>
        </form>
        <div class="chips" role="group" aria-label=${t('phones.states')}>
            ${STATES.map((state) => chip(state, (query.state ?? '').split(',').filter(Boolean)))}
        </div>
    </div>
`;

function chip(state, chosen) {
    const on = chosen.includes(state);
    const next = on ? chosen.filter((each) => each !== state) : [...chosen, state];
    return html`<button
        aria-pressed=${String(on)}
        @click=${() => go(withQuery({ state: next.join(','), page: null }))}
    >
        ${mark(state)}${stateWord(state)}
    </button>`;
}

/**
 * What a box shows: the address, unless somebody is typing or has typed the same but for blanks.
 *
 * @param {string} name @param {Record<string, string | null>} query as in the address
 */
function text(name, query) {
    const asked = query[name] ?? '';
    const own = typed.get(name);
    return own && (own.timer || own.text.trim() === asked) ? own.text : asked;
}

/** Asks when the typing rests; the way back in the history does not lead through each letter. */
const soon = (name) => (event) => {
    clearTimeout(typed.get(name)?.timer);
    const timer = setTimeout(() => ask(name), TYPED_MS);
    typed.set(name, { text: event.target.value, timer });
};

function ask(name) {
    const own = typed.get(name);
    own.timer = 0;
    const { page, parts } = route();
    // Whoever has gone on meanwhile searches no more.
    if (page !== 'phones' || parts.length) typed.delete(name);
    else go(withQuery({ [name]: own.text.trim(), page: null }), { replace: true });
}
