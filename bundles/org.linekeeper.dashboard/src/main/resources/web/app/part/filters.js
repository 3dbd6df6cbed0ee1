// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html } from 'lit';
import { live as same } from 'lit/directives/live.js';
import { t } from '../i18n.js';
import { go, withQuery } from '../router.js';
import { STATES, stateWord } from '../words.js';
import { mark } from './state.js';

const TYPED_MS = 250;
let typed = 0;

/** The filters above the list of phones; each goes into the address at once. */
export const filters = (query, overview) => html`
    <div class="card stack">
        <form class="filters" role="search" @submit=${(event) => event.preventDefault()}>
            <label class="field q"
                >${t('phones.search')}
                <input
                    type="search"
                    name="q"
                    maxlength="200"
                    .value=${same(query.q ?? '')}
                    @input=${soon('q')}
                />
            </label>
            <label class="field"
                >${t('phones.server')}
                <input
                    name="server"
                    list="servers"
                    maxlength="200"
                    .value=${same(query.server ?? '')}
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
                    .value=${same(query.site ?? '')}
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

/** Asks when the typing rests; the way back in the history does not lead through each letter. */
const soon = (name) => (event) => {
    clearTimeout(typed);
    const { value } = event.target;
    typed = setTimeout(
        () => go(withQuery({ [name]: value.trim(), page: null }), { replace: true }),
        TYPED_MS,
    );
};
