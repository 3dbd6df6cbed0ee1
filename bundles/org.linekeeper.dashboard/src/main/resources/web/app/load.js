// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { Problem } from './api.js';
import { t } from './i18n.js';
import { live } from './live.js';
import { clock } from './time.js';

/** What may be over in a moment: no answer, too many questions, something behind it is away. */
const PASSING = [0, 429, 503, 504];
const AGAIN_MS = 5_000;

/**
 * Something loaded for an element. What was loaded stays when a later try fails: old data with a
 * word about its age is better than none. What may pass is tried again each 5 to 10 s, and when the
 * dashboard is heard again. A newer question ends an older one.
 */
export class Load {
    /** @type {any} */
    data = null;
    /** @type {Problem | null} */
    problem = null;
    busy = false;
    at = 0;
    #again = 0;
    #abort = new AbortController();

    /** @param {import('./part.js').Part} host @param {(signal: AbortSignal) => Promise<any>} ask */
    constructor(host, ask) {
        this.host = host;
        this.ask = ask;
        host.addController(this);
    }

    hostConnected() {
        this.host.hear(live, 'trouble', () => {
            if (this.problem && !live.trouble) this.run();
        });
    }

    hostDisconnected() {
        this.stop();
    }

    /** Nobody wants to know any more: what was loaded stays, and nothing is asked again. */
    stop() {
        this.#abort.abort();
        clearTimeout(this.#again);
        this.problem = null;
    }

    async run() {
        this.#abort.abort();
        clearTimeout(this.#again);
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
            if (PASSING.includes(trouble.status))
                this.#again = setTimeout(() => this.run(), AGAIN_MS * (1 + Math.random()));
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
