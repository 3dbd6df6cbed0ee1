// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { t } from '../i18n.js';
import { clock } from '../time.js';
import { bindingWord, healthWord, reason } from '../words.js';
import { stateTag } from './state.js';

/** The phone's lines as they are now: where each is registered and what is known of each server. */
export function lineCards(phone) {
    if (!phone.detail?.length) return nothing;
    return html`<div class="servers">${phone.detail.map(lineCard)}</div>`;
}

const lineCard = (line) =>
    html`<section class="card stack">
        <div class="row between">
            <h2>
                ${t('phone.line', { line: String(line.line) })}
                <span class="soft mono cut" title=${line.aor ?? nothing}
                    ><bdi>${line.aor ?? ''}</bdi></span
                >
            </h2>
            ${stateTag(line.enabled === false ? 'disabled' : line.state)}
        </div>
        <p class="soft">
            ${
                line.target
                    ? html`${t('phone.uses')}
                          <span class="mono"><bdi>${target(line.target)}</bdi></span>`
                    : t('phone.uses_none')
            }
            ${line.since ? html`· ${clock(line.since)}` : nothing}
            ${line.why ? html`· ${reason(line.why)}` : nothing}
            ${
                line.calls?.length
                    ? html`· ${t('phone.calls', { count: line.calls.length })}`
                    : nothing
            }
        </p>
        ${line.registrations?.length ? registrations(line.registrations) : nothing}
        ${line.health?.length ? health(line.health) : nothing}
    </section>`;

const target = ({ server, address, port, transport }) =>
    `${server ?? ''} ${host(address)}${port ? `:${port}` : ''} ${transport ?? ''}`.trim();

const host = (address) => (address?.includes(':') ? `[${address}]` : (address ?? ''));

const registrations = (all) =>
    html`<div>
        <h3>${t('phone.registrations')}</h3>
        ${all.map(
            (each) =>
                html`<div class="row between small">
                    <span class="mono"><bdi>${target(each)}</bdi></span>
                    <span
                        >${bindingWord(each.state)}${
                            each.expires_at
                                ? html` <span class="soft"
                                      >${t('phone.until', { at: clock(each.expires_at) })}</span
                                  >`
                                : nothing
                        }</span
                    >
                </div>`,
        )}
    </div>`;

const health = (all) =>
    html`<div>
        <h3>${t('phone.health')}</h3>
        ${all.map(
            (each) =>
                html`<div class="row between small">
                    <span class="mono"><bdi>${target(each)}</bdi></span>
                    <span
                        >${healthWord(each.state)}${
                            each.until
                                ? html` <span class="soft"
                                      >${t('phone.until', { at: clock(each.until) })}</span
                                  >`
                                : nothing
                        }
                        ${
                            each.failures
                                ? html`<span class="soft"
                                      >${t('phone.failures', { count: each.failures })}</span
                                  >`
                                : nothing
                        }</span
                    >
                </div>`,
        )}
    </div>`;
