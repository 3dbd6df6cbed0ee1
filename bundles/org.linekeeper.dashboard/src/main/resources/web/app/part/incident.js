// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html } from 'lit';
import { number, t } from '../i18n.js';
import { clock, duration, now } from '../time.js';
import { reason } from '../words.js';

/** Headline of an incident: what happened, in one sentence. */
export const headline = (incident) =>
    t('incident.headline', {
        server: incident.server || t('incident.no_server'),
        count: incident.phones,
    });

/** Open or closed, in a tag. */
export const openTag = (incident) =>
    incident.state === 'open'
        ? html`<span class="tag is-alarm">${t('incident.open')}</span>`
        : html`<span class="tag">${t('incident.closed')}</span>`;

export function lasting(incident) {
    const end = incident.end ? Date.parse(incident.end) : now();
    return duration(Math.max(0, end - Date.parse(incident.start)));
}

/** The numbers that one asks for first: who is without service now comes first of all. */
export const facts = (incident) =>
    html`<dl class="facts">
        ${fact(
            t('incident.without'),
            html`<span class="big num">${number(incident.without_service)}</span>`,
        )}
        ${fact(t('incident.away'), html`<span class="big num">${number(incident.away)}</span>`)}
        ${fact(
            t('incident.returned'),
            html`<span class="big num">${number(incident.returned)}</span>`,
        )}
        ${fact(t('incident.phones'), html`<span class="big num">${number(incident.phones)}</span>`)}
        ${fact(t('incident.calls'), html`<span class="big num">${number(incident.calls)}</span>`)}
        ${fact(t('incident.median'), took(incident.median_ms))}
        ${fact(t('incident.p99'), took(incident.p99_ms))}
        ${fact(t('incident.cause'), reason(incident.cause))}
        ${fact(
            t('incident.start'),
            html`<time datetime=${incident.start}>${clock(incident.start)}</time>`,
        )}
        ${
            incident.end
                ? fact(
                      t('incident.end'),
                      html`<time datetime=${incident.end}>${clock(incident.end)}</time>`,
                  )
                : fact(t('incident.lasting'), lasting(incident))
        }
    </dl>`;

const fact = (name, value) =>
    html`<div>
        <dt>${name}</dt>
        <dd>${value || '–'}</dd>
    </div>`;

const took = (ms) => (ms == null ? '–' : duration(ms));
