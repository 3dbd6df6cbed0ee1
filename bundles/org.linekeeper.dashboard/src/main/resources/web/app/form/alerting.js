// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { Problem, send } from '../api.js';
import { k, t } from '../i18n.js';
import { sentence } from '../load.js';
import { Part } from '../part.js';
import { clock } from '../time.js';
import { alertWord } from '../words.js';

const HOOK = { ok: k('hook.ok'), failing: k('hook.failing'), untried: k('hook.untried') };

/** `<lk-alerting>`: how long something lasts before it is told, and to whom. Tells `changed`. */
class Alerting extends Part {
    static properties = {
        rules: { attribute: false },
        webhooks: { attribute: false },
        said: { state: true },
        wrong: { state: true },
    };

    constructor() {
        super();
        this.rules = { for_s: {} };
        this.webhooks = [];
        this.said = '';
        this.wrong = false;
    }

    /** Does something and says how it went; tells whether it went well. */
    async act(/** @type {() => Promise<string>} */ action) {
        try {
            this.said = await action();
            this.wrong = false;
            this.dispatchEvent(new Event('changed'));
            return true;
        } catch (problem) {
            if (!(problem instanceof Problem)) throw problem;
            this.said = sentence(problem);
            this.wrong = true;
            return false;
        }
    }

    put(/** @type {Record<string, number>} */ seconds, /** @type {any[]} */ webhooks) {
        const body = { for_s: seconds, webhooks };
        return this.act(async () => {
            await send('PUT', 'alerting', body);
            return t('alerting.saved');
        });
    }

    async save(/** @type {SubmitEvent} */ event) {
        event.preventDefault();
        const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
        const seconds = Object.keys(this.rules.for_s).map((kind) => [kind, Number(form.get(kind))]);
        const added = String(form.get('url') ?? '').trim();
        const webhooks = [...this.kept(), ...(added ? [{ url: added }] : [])];
        const saved = await this.put(Object.fromEntries(seconds), webhooks);
        if (saved) /** @type {HTMLInputElement} */ (this.querySelector('[name=url]')).value = '';
    }

    /** Webhooks that stay go by their ids: the dashboard does not show their whole addresses. */
    kept() {
        return this.webhooks.map(({ id }) => ({ id }));
    }

    remove(/** @type {string} */ id) {
        this.put(
            this.rules.for_s,
            this.kept().filter((each) => each.id !== id),
        );
    }

    test(/** @type {string} */ id) {
        this.act(async () =>
            t('alerting.answered', {
                status: String((await send('POST', 'alerting/test', { id })).status),
            }),
        );
    }

    render() {
        return html`<section class="card stack">
            <h2>${t('alerting.title')}</h2>
            ${
                this.webhooks.length
                    ? this.hooks()
                    : html`<p class="soft">${t('alerting.no_hooks')}</p>`
            }
            <form class="form" @submit=${this.save}>
                ${Object.entries(this.rules.for_s).map(
                    ([kind, seconds]) =>
                        html`<label class="field"
                            >${t('alerting.for', { what: alertWord(kind) })}
                            <input
                                type="number"
                                name=${kind}
                                min="0"
                                max="86400"
                                required
                                .value=${String(seconds)}
                            />
                        </label>`,
                )}
                <label class="field wide"
                    >${t('alerting.url')}
                    <input
                        type="url"
                        name="url"
                        maxlength="1000"
                        pattern="https?://.*"
                        placeholder="https://"
                    />
                </label>
                <button class="main">${t('alerting.save')}</button>
            </form>
            <div class="said" aria-live="polite">
                ${
                    this.said
                        ? html`<div class="notice ${this.wrong ? 'is-alarm' : ''}">
                              ${this.said}
                          </div>`
                        : nothing
                }
            </div>
        </section>`;
    }

    hooks() {
        return html`<ul class="transitions">
            ${this.webhooks.map(
                (each) =>
                    html`<li>
                        <span class="tag ${each.state === 'failing' ? 'is-alarm' : ''}"
                            >${each.state in HOOK ? t(HOOK[each.state]) : each.state}</span
                        >
                        <div class="words">
                            <bdi class="mono">${each.url}</bdi>
                            <div class="soft small">
                                ${each.last ? clock(each.last) : ''} <bdi>${each.error ?? ''}</bdi>
                            </div>
                        </div>
                        <span class="row">
                            <button @click=${() => this.test(each.id)}>
                                ${t('alerting.test')}
                            </button>
                            <button @click=${() => this.remove(each.id)}>
                                ${t('alerting.remove')}
                            </button>
                        </span>
                    </li>`,
            )}
        </ul>`;
    }
}

customElements.define('lk-alerting', Alerting);
