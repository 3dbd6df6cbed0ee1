// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { get } from '../api.js';
import '../form/people.js';
import { t } from '../i18n.js';
import { Load } from '../load.js';
import { Part } from '../part.js';
import { Older } from '../part/older.js';
import { clock } from '../time.js';
import { personWord, roleWord } from '../words.js';

export const title = () => t('nav.audit');
export const show = () => html`<lk-audit></lk-audit>`;

const SIZE = 100;

/** Who may come in, and who did what. */
class Audit extends Part {
    constructor() {
        super();
        this.entries = new Load(this, (signal) => get('audit', { size: SIZE }, signal));
        this.older = new Older(this, this.entries, (before, signal) =>
            get('audit', { size: SIZE, before }, signal),
        );
    }

    connectedCallback() {
        super.connectedCallback();
        this.entries.run();
    }

    render() {
        const { data } = this.entries;
        const all = data ? [data, ...this.older.pages].flatMap((page) => page.entries) : [];
        return html`
            <h1 tabindex="-1">${title()}</h1>
            <lk-people @changed=${() => this.entries.run()}></lk-people>
            <section class="stack">
                <h2>${t('audit.entries')}</h2>
                ${this.entries.notice()}
                ${
                    data && !all.length
                        ? html`<p class="card empty">${t('audit.none')}</p>`
                        : nothing
                }
                ${all.length ? table(all) : nothing}
                ${this.older.button()}
            </section>
        `;
    }
}

/** Which session of that one it was; who has none is called as that says. */
const session = ({ who, session: id }) =>
    id && id !== who ? html`<div class="mono soft small"><bdi>${id}</bdi></div>` : nothing;

const table = (all) =>
    html`<div class="table">
        <table class="audit">
            <thead>
                <tr>
                    <th scope="col">${t('audit.time')}</th>
                    <th scope="col">${t('audit.who')}</th>
                    <th scope="col">${t('audit.what')}</th>
                    <th scope="col" class="hide-narrow">${t('audit.detail')}</th>
                    <th scope="col" class="hide-narrow">${t('audit.from')}</th>
                </tr>
            </thead>
            <tbody>
                ${all.map(
                    (each) =>
                        html`<tr>
                            <td><time datetime=${each.t}>${clock(each.t)}</time></td>
                            <td>
                                <bdi>${personWord(each.who)}</bdi>
                                <span class="soft small">${roleWord(each.role)}</span>
                                ${session(each)}
                            </td>
                            <td>
                                ${each.what}
                                <div class="below soft small">
                                    <bdi>${each.detail ?? ''}</bdi>
                                    <bdi class="mono">${each.from ?? ''}</bdi>
                                </div>
                            </td>
                            <td class="hide-narrow"><bdi>${each.detail ?? ''}</bdi></td>
                            <td class="hide-narrow mono"><bdi>${each.from ?? ''}</bdi></td>
                        </tr>`,
                )}
            </tbody>
        </table>
    </div>`;

customElements.define('lk-audit', Audit);
