// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { t } from '../i18n.js';
import { go } from '../router.js';
import { clock, localInput, now } from '../time.js';

const HOUR_MS = 3_600_000;
const SPAN = 'span';

/**
 * Asks what the map shall show: now, an incident, or a span of time.
 *
 * @param {{incident?: string, from?: string, to?: string} | null} replay what is shown; null = now
 * @param {any[]} incidents those to choose from
 */
export function replayForm(replay, incidents) {
    const known = incidents.some((each) => each.id === replay?.incident);
    const all = replay?.incident && !known ? [{ id: replay.incident }, ...incidents] : incidents;
    const span = Boolean(replay && !replay.incident);
    return html`<form class="card filters" @submit=${show}>
        <label class="field">
            ${t('map.what')}
            <select name="what">
                <option value="map" .selected=${!replay}>${t('map.now')}</option>
                <option value=${SPAN} .selected=${span}>${t('map.span')}</option>
                ${all.map((each) => option(each, each.id === replay?.incident))}
            </select>
        </label>
        ${keyed(
            // Another question makes other boxes: what was typed into the old ones is not kept.
            JSON.stringify(replay),
            html`${moment('from', t('map.from'), replay?.from, now() - HOUR_MS)}
            ${moment('to', t('map.to'), replay?.to, now())}`,
        )}
        <button>${t('map.ask')}</button>
    </form>`;
}

const option = (incident, chosen) =>
    html`<option value="map?incident=${encodeURIComponent(incident.id)}" .selected=${chosen}>
        ${incident.server ?? incident.id} ${incident.start ? clock(incident.start) : ''}
    </option>`;

const moment = (name, label, told, otherwise) =>
    html`<label class="field">
        ${label}
        <input
            type="datetime-local"
            name=${name}
            required
            value=${localInput(Date.parse(told ?? '') || otherwise)}
            @input=${chooseSpan}
        />
    </label>`;

/** Whoever sets a time means the times. */
function chooseSpan(event) {
    event.target.form.elements.what.value = SPAN;
}

function show(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const what = String(form.get('what'));
    if (what !== SPAN) {
        go(what);
        return;
    }
    const iso = (name) => encodeURIComponent(new Date(String(form.get(name))).toISOString());
    go(`map?from=${iso('from')}&to=${iso('to')}`);
}
