// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { k, t } from '../i18n.js';
import { age, clock, duration, now } from '../time.js';

const BLIND = {
    broker_away: k('blind.broker_away'),
    database_away: k('blind.database_away'),
    desk_away: k('blind.desk_away'),
    silence: k('blind.silence'),
    starting: k('blind.starting'),
};
const TROUBLE = {
    silence: k('trouble.silence'),
    unreachable: k('trouble.unreachable'),
    full: k('trouble.full'),
    signed_out: k('trouble.signed_out'),
};

/** When a phone said something last, in words. */
export const heard = (freshness) => {
    const last = freshness?.last_message;
    return last ? t('fresh.heard', { at: clock(last), age: age(last) }) : t('fresh.never');
};

/**
 * The word about old data: first the page's own deafness, then the collector's. A broken collector
 * or broker is never a green page.
 *
 * @param {any} overview @param {any} trouble the page's own
 */
export function freshBanner(overview, trouble) {
    if (trouble) {
        const values = { at: clock(trouble.since), age: duration(Date.now() - trouble.since) };
        return banner('blind', t(TROUBLE[trouble.why], values), t('trouble.old', values));
    }
    const fresh = overview?.freshness;
    if (!fresh || fresh.state === 'live') return nothing;
    const since = Date.parse(fresh.since ?? overview.t);
    const values = { at: clock(since), age: duration(now() - since) };
    const what =
        fresh.state === 'blind' ? t('fresh.blind_since', values) : t('fresh.stale_since', values);
    const why = fresh.why in BLIND ? t(BLIND[fresh.why]) : (fresh.why ?? '');
    const part = { broker_away: fresh.broker, database_away: fresh.database }[fresh.why];
    const detail = [part?.place, part?.trouble].filter(Boolean).join(': ');
    const place = detail ? html`<bdi>${detail}.</bdi>` : nothing;
    return banner(fresh.state, what, html`${why} ${place} ${t('fresh.for', values)}`);
}

const banner = (state, what, why) => html`
    <div class="banner is-${state}" data-fresh=${state}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 1 24 23H0Zm-1.5 8v7h3V9Zm0 9v3h3v-3Z" fill-rule="evenodd"></path>
        </svg>
        <div><strong role="alert">${what}</strong><span>${why}</span></div>
    </div>
`;
