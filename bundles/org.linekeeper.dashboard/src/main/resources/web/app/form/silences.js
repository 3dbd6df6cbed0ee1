// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { Problem, send } from '../api.js';
import { t } from '../i18n.js';
import { sentence } from '../load.js';
import { Part } from '../part.js';
import { clock, localInput, now } from '../time.js';
import { ALERT_KINDS, alertWord, personWord } from '../words.js';

const TWO_HOURS_MS = 7_200_000;

/** `<lk-silences>`: what is silenced or will be (a maintenance window). Tells `changed`. */
class Silences extends Part {
    static properties = {
        silences: { attribute: false },
        servers: { attribute: false },
        operator: { type: Boolean },
        trouble: { state: true },
    };

    constructor() {
        super();
        this.silences = [];
        this.servers = [];
        this.operator = false;
        this.trouble = '';
    }

    async act(/** @type {() => Promise<unknown>} */ action) {
        this.trouble = '';
        try {
            await action();
            this.dispatchEvent(new Event('changed'));
        } catch (problem) {
            if (!(problem instanceof Problem)) throw problem;
            this.trouble = sentence(problem);
        }
    }

    create(/** @type {SubmitEvent} */ event) {
        event.preventDefault();
        const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
        const text = (name) => String(form.get(name) ?? '').trim() || null;
        const time = (name) => new Date(String(form.get(name))).toISOString();
        const silence = {
            kind: text('kind'),
            server: text('server'),
            from: time('from'),
            until: time('until'),
            note: text('note'),
        };
        this.act(() => send('POST', 'silences', silence));
    }

    render() {
        return html`<section class="card stack">
            <h2>${t('silences.title')}</h2>
            ${this.silences.length ? this.list() : html`<p class="soft">${t('silences.none')}</p>`}
            ${
                this.trouble
                    ? html`<div class="notice is-alarm" role="alert">${this.trouble}</div>`
                    : nothing
            }
            ${this.operator ? this.form() : nothing}
        </section>`;
    }

    list() {
        return html`<ul class="transitions">
            ${this.silences.map(
                (each) =>
                    html`<li>
                        <span
                            >${
                                Date.parse(each.from) > now()
                                    ? html`<span class="tag">${t('silences.planned')}</span>`
                                    : html`<span class="tag is-warning">${t('silences.now')}</span>`
                            }</span
                        >
                        <div class="words">
                            <div>${scope(each)}</div>
                            <div class="soft">
                                ${clock(each.from)} – ${clock(each.until)} · <bdi>${personWord(each.by)}</bdi>
                                ${each.note ? html`· <bdi>${each.note}</bdi>` : nothing}
                            </div>
                        </div>
                        ${
                            this.operator
                                ? html`<button
                                      @click=${() =>
                                          this.act(() =>
                                              send(
                                                  'DELETE',
                                                  `silences/${encodeURIComponent(each.id)}`,
                                              ),
                                          )}
                                  >
                                      ${t('silences.end')}
                                  </button>`
                                : nothing
                        }
                    </li>`,
            )}
        </ul>`;
    }

    form() {
        const from = localInput(now());
        const until = localInput(now() + TWO_HOURS_MS);
        return html`<form class="form" @submit=${this.create}>
            <label class="field"
                >${t('silences.kind')}
                <select name="kind">
                    <option value="">${t('silences.any')}</option>
                    ${ALERT_KINDS.map(
                        (kind) => html`<option value=${kind}>${alertWord(kind)}</option>`,
                    )}
                </select>
            </label>
            <label class="field"
                >${t('phones.server')}
                <input
                    name="server"
                    list="silence-servers"
                    maxlength="200"
                    placeholder=${t('silences.any')}
                />
                <datalist id="silence-servers">
                    ${this.servers.map((each) => html`<option value=${each.server}></option>`)}
                </datalist>
            </label>
            <label class="field"
                >${t('map.from')}<input type="datetime-local" name="from" required value=${from}
            /></label>
            <label class="field"
                >${t('map.to')}<input type="datetime-local" name="until" required value=${until}
            /></label>
            <label class="field">${t('silences.note')}<input name="note" maxlength="200" /></label>
            <button class="main">${t('silences.create')}</button>
        </form>`;
    }
}

const scope = ({ kind, server }) => {
    const parts = [kind && alertWord(kind), server].filter(Boolean);
    return html`<bdi>${parts.length ? parts.join(' · ') : t('silences.all')}</bdi>`;
};

customElements.define('lk-silences', Silences);
