// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { Problem, get, send } from '../api.js';
import { t } from '../i18n.js';
import { Load, sentence } from '../load.js';
import { Part } from '../part.js';
import { age, clock } from '../time.js';
import { roleWord } from '../words.js';

const seen = (session) => t('people.seen', { since: clock(session.since), age: age(session.seen) });

/** `<lk-people>`: who is in, and invitations for others. Tells `changed`. */
class People extends Part {
    static properties = { invitation: { state: true }, trouble: { state: true } };

    constructor() {
        super();
        /** @type {any} */
        this.invitation = null;
        this.trouble = '';
        this.sessions = new Load(this, (signal) => get('sessions', {}, signal));
    }

    connectedCallback() {
        super.connectedCallback();
        this.sessions.run();
    }

    async act(/** @type {() => Promise<unknown>} */ action) {
        this.trouble = '';
        try {
            await action();
            this.sessions.run();
            this.dispatchEvent(new Event('changed'));
        } catch (problem) {
            if (!(problem instanceof Problem)) throw problem;
            this.trouble = sentence(problem);
        }
    }

    invite(/** @type {SubmitEvent} */ event) {
        event.preventDefault();
        const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
        const body = { role: form.get('role'), name: String(form.get('name')).trim() };
        this.act(async () => {
            this.invitation = await send('POST', 'invitations', body);
        });
    }

    render() {
        const sessions = this.sessions.data?.sessions ?? [];
        return html`<section class="card stack">
            <h2>${t('people.title')}</h2>
            ${this.sessions.notice()}
            <ul class="transitions">
                ${sessions.map(
                    (each) =>
                        html`<li>
                            <span
                                ><bdi class="strong">${each.name}</bdi>
                                <span class="soft">${roleWord(each.role)}</span></span
                            >
                            <span class="words soft">${seen(each)}</span>
                            <button
                                @click=${() =>
                                    this.act(() =>
                                        send('DELETE', `sessions/${encodeURIComponent(each.id)}`),
                                    )}
                            >
                                ${t('people.end')}
                            </button>
                        </li>`,
                )}
            </ul>
            ${
                this.trouble
                    ? html`<div class="notice is-alarm" role="alert">${this.trouble}</div>`
                    : nothing
            }
            <form class="form" @submit=${this.invite}>
                <label class="field"
                    >${t('people.name')}<input name="name" required maxlength="60"
                /></label>
                <label class="field"
                    >${t('people.role')}
                    <select name="role">
                        <option value="viewer">${roleWord('viewer')}</option>
                        <option value="operator">${roleWord('operator')}</option>
                    </select>
                </label>
                <button class="main">${t('people.invite')}</button>
            </form>
            ${
                this.invitation
                    ? html`<div class="notice" role="status">
                          <span>${t('people.once', { at: clock(this.invitation.expires) })}</span>
                          <code>${this.invitation.url}</code>
                      </div>`
                    : nothing
            }
        </section>`;
    }
}

customElements.define('lk-people', People);
