// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { Problem } from './api.js';
import { t } from './i18n.js';
import { clock } from './time.js';

/**
 * Something loaded for an element. What was loaded stays when a later try fails: old data with a
 * word about its age is better than none. A newer question ends an older one.
 */
export class Load {
    /** @type {any} */
    data = null;
    /** @type {Problem | null} */
    problem = null;
    busy = false;
    at = 0;
    #abort = new AbortController();

    /** @param {import('lit').LitElement} host @param {(signal: AbortSignal) => Promise<any>} ask */
    constructor(host, ask) {
        this.host = host;
        this.ask = ask;
        host.addController(this);
    }

    hostDisconnected() {
        this.#abort.abort();
    }

    async run() {
        this.#abort.abort();
        const abort = (this.#abort = new AbortController());
        this.busy = true;
        this.host.requestUpdate();
        try {
            const data = await this.ask(abort.signal);
            if (abort.signal.aborted) return;
            this.data = data;
            this.problem = null;
            this.at = Date.now();
        } catch (trouble) {
            if (abort.signal.aborted) return;
            if (!(trouble instanceof Problem)) throw trouble;
            this.problem = trouble;
        } finally {
            if (abort === this.#abort) this.busy = false;
            this.host.requestUpdate();
        }
    }

    /** The problem in words, with how old that is what one sees; nothing when all is well. */
    notice() {
        if (!this.problem) return nothing;
        const words = sentence(this.problem);
        return html`<div class="notice is-alarm" role="alert">
            <span>${words}</span>
            ${this.data ? html`<span>${t('load.old', { at: clock(this.at) })}</span>` : nothing}
            <button @click=${() => this.run()}>${t('load.again')}</button>
        </div>`;
    }
}

/** @param {Problem} problem */
export function sentence(problem) {
    if (problem.status === 0) return t('load.no_answer');
    if (problem.status === 401) return t('load.signed_out');
    if (problem.status === 403) return t('load.forbidden');
    return t('load.refused', {
        status: String(problem.status),
        detail: problem.detail ?? problem.title,
    });
}
