// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { t } from '../i18n.js';
import { Load } from '../load.js';

/** The older pages of a list, each asked for with a button below it. */
export class Older {
    /**
     * @param {import('../part.js').Part} host
     * @param {Load} newest the list's first page; each says in `next` what to ask for after it
     * @param {(before: string, signal: AbortSignal) => Promise<any>} ask
     */
    constructor(host, newest, ask) {
        this.newest = newest;
        this.load = new Load(host, async (signal) => [
            ...this.pages,
            await ask(this.next, signal),
        ]);
    }

    /** @returns {any[]} the newest of them first */
    get pages() {
        return this.load.data ?? [];
    }

    get next() {
        return (this.pages.at(-1) ?? this.newest.data)?.next;
    }

    /** They follow a first page that is no more. */
    forget() {
        this.load.stop();
        this.load.data = null;
    }

    button() {
        if (!this.next) return nothing;
        return html`${this.load.notice()}
            <div><button @click=${() => this.load.run()}>${t('phone.older')}</button></div>`;
    }
}
