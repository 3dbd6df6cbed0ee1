// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { Problem, get, send } from '../api.js';
import { t } from '../i18n.js';
import { Load, sentence } from '../load.js';
import { Part } from '../part.js';
import { age, clock } from '../time.js';
import { roleWord } from '../words.js';

const until = (invitation) => t('people.until', { at: clock(invitation.expires) });
const seen = (session) => t('people.seen', { since: clock(session.since), age: age(session.seen) });

/** `<lk-people>`: who is in, who is invited, and invitations for others. Tells `changed`. */
class People extends Part {
    static properties = { invitation: { state: true }, trouble: { state: true } };

    constructor() {
        super();
        /** @type {any} */
        this.invitation = null;
        this.trouble = '';
        this.sessions = new Load(this, (signal) => get('sessions', {}, signal));
        this.invitations = new Load(this, (signal) => get('invitations', {}, signal));
    }

    connectedCallback() {
        super.connectedCallback();
        this.anew();
    }

    anew() {
        this.sessions.run();
        this.invitations.run();
    }

    async act(/** @type {() => Promise<unknown>} */ action) {
        this.trouble = '';
        try {
            await action();
            this.anew();
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

    withdraw(/** @type {string} */ id) {
        this.act(async () => {
            await send('DELETE', `invitations/${encodeURIComponent(id)}`);
            if (this.invitation?.id === id) this.invitation = null;
        });
    }

    render() {
        const sessions = this.sessions.data?.sessions ?? [];
        const invitations = this.invitations.data?.invitations ?? [];
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
            ${this.invitations.notice()}
            ${
                invitations.length
                    ? html`<h3>${t('people.invited')}</h3>
                          <ul class="transitions">
                              ${invitations.map((each) => this.invited(each))}
                          </ul>`
                    : nothing
            }
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

    invited(/** @type {any} */ each) {
        return html`<li>
            <span
                ><bdi class="strong">${each.name}</bdi>
                <span class="soft">${roleWord(each.role)}</span></span
            >
            <span class="words soft">${until(each)}</span>
            <button @click=${() => this.withdraw(each.id)}>${t('people.withdraw')}</button>
        </li>`;
    }
}

customElements.define('lk-people', People);
