// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { LitElement } from 'lit';
import { languages } from './i18n.js';

/**
 * An element of the page. It draws into the document itself (the style sheets are the page's, and
 * labels may point across elements) and draws anew when the language changes.
 */
export class Part extends LitElement {
    /** @type {(() => void)[]} */
    #undo = [];

    createRenderRoot() {
        return this;
    }

    connectedCallback() {
        super.connectedCallback();
        this.hear(languages, 'change', () => this.requestUpdate());
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        for (const undo of this.#undo.splice(0)) undo();
    }

    /** Listens as long as this element is in the page. */
    hear(
        /** @type {EventTarget} */ target,
        /** @type {string} */ type,
        /** @type {(event: any) => void} */ take,
    ) {
        target.addEventListener(type, take);
        this.#undo.push(() => target.removeEventListener(type, take));
    }

    /** Does something again and again as long as this element is in the page. */
    every(/** @type {number} */ ms, /** @type {() => void} */ act) {
        const timer = setInterval(act, ms);
        this.#undo.push(() => clearInterval(timer));
    }
}
