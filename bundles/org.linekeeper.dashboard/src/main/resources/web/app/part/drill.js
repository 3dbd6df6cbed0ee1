// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { Problem, send } from '../api.js';
import { t } from '../i18n.js';
import { sentence } from '../load.js';
import { live } from '../live.js';
import { Part } from '../part.js';

/** `<lk-drill>`: pulls a server's plug and puts it back, where a drill is possible. */
class Drill extends Part {
    static properties = {
        plugs: { attribute: false },
        role: {},
        busy: { state: true },
        trouble: { state: true },
    };

    constructor() {
        super();
        this.plugs = [];
        this.role = '';
        this.busy = '';
        this.trouble = '';
    }

    async turn(/** @type {any} */ plug) {
        if (this.busy) return;
        this.busy = plug.name;
        this.trouble = '';
        try {
            await send('PUT', `drill/${encodeURIComponent(plug.name)}`, { pulled: !plug.pulled });
            await live.load();
        } catch (problem) {
            if (!(problem instanceof Problem)) throw problem;
            this.trouble = sentence(problem);
        } finally {
            this.busy = '';
        }
    }

    render() {
        if (!this.plugs.length || this.role !== 'operator') return nothing;
        return html`<div class="drill" role="group" aria-label=${t('drill.name')}>
            ${this.plugs.map(
                (plug) =>
                    html`<button
                        class=${plug.pulled ? 'main' : 'pull'}
                        title=${plug.label}
                        data-plug=${plug.name}
                        aria-disabled=${String(this.busy === plug.name)}
                        @click=${() => this.turn(plug)}
                    >
                        <svg viewBox="0 0 18 18" aria-hidden="true">
                            <path
                                d="M5 0h2v4h4V0h2v4h2v4a6 6 0 0 1-5 5.9V18H8v-4A6 6 0 0 1 3 8V4h2Z"
                            ></path>
                        </svg>
                        <span
                            >${
                                plug.pulled
                                    ? t('drill.plug_in', { server: plug.label })
                                    : t('drill.pull', { server: plug.label })
                            }</span
                        >
                    </button>`,
            )}
            ${
                this.trouble
                    ? html`<span class="notice is-alarm" role="alert">${this.trouble}</span>`
                    : nothing
            }
        </div>`;
    }
}

customElements.define('lk-drill', Drill);
