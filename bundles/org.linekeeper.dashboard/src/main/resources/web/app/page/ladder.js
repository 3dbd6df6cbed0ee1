// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { address, get } from '../api.js';
import { t } from '../i18n.js';
import { drawing } from '../ladder/drawing.js';
import { stepTitle } from '../ladder/notes.js';
import { Load } from '../load.js';
import { Part } from '../part.js';
import { go, phonePath, withQuery } from '../router.js';
import { clock, duration, exactClock } from '../time.js';

export const title = (route) => t('ladder.title', { device: route.parts[0] });
export const show = (route) =>
    html`<lk-ladder
        .device=${route.parts[0]}
        .trace=${route.parts[2] ?? ''}
        .tenant=${route.query.get('tenant') ?? 'default'}
        .line=${route.query.get('line') ?? ''}
        .chosen=${Number(route.query.get('step') ?? -1)}
    ></lk-ladder>`;

/** The SIP ladder of one failover, and the raw text of the step that was chosen. */
class Ladder extends Part {
    static properties = {
        device: {},
        trace: {},
        tenant: {},
        line: {},
        chosen: { type: Number },
        wide: { state: true },
    };

    constructor() {
        super();
        this.device = this.trace = this.line = '';
        this.tenant = 'default';
        this.chosen = -1;
        this.wide = 0;
        this.seen = new ResizeObserver(
            ([{ contentRect }]) => (this.wide = Math.floor(contentRect.width)),
        );
        this.ladder = new Load(this, (signal) => get(this.path(), this.query(), signal));
    }

    path() {
        return `phones/${encodeURIComponent(this.device)}/ladder`;
    }

    query(more = {}) {
        return { tenant: this.tenant, trace: this.trace, line: this.line, ...more };
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.seen.disconnect();
    }

    willUpdate(changed) {
        if (!['device', 'trace', 'tenant', 'line'].some((name) => changed.has(name))) return;
        this.ladder.data = null;
        this.ladder.run();
    }

    updated() {
        const place = this.querySelector('.ladder-place');
        if (place) this.seen.observe(place);
    }

    async choose(/** @type {number} */ n) {
        this.chosen = n;
        go(withQuery({ step: n }), { replace: true });
        await this.updateComplete;
        const step = this.querySelector(`[data-step="${n}"]`);
        step?.focus({ preventScroll: true });
        step?.scrollIntoView({ block: 'nearest' });
    }

    render() {
        const { data, problem } = this.ladder;
        const phone = { tenant: this.tenant, device: this.device };
        return html`
            <nav class="small" aria-label=${t('shell.path')}>
                <a href="phones">${t('nav.phones')}</a> /
                <a href=${phonePath(phone)}><bdi>${this.device}</bdi></a>
            </nav>
            <h1 tabindex="-1">${t('ladder.title', { device: this.device })}</h1>
            ${problem ? this.trouble(problem) : nothing}
            ${
                data
                    ? this.whole(data)
                    : problem
                      ? nothing
                      : html`<div class="loading empty">${t('ladder.asking')}</div>`
            }
        `;
    }

    trouble(problem) {
        const words = {
            404: () => t('ladder.gone'),
            504: () => t('ladder.silent'),
            503: () => t('ladder.broker'),
        };
        if (!words[problem.status]) return this.ladder.notice();
        return html`<div class="notice is-alarm" role="alert">
            <span>${words[problem.status]()}</span>
            <button @click=${() => this.ladder.run()}>${t('load.again')}</button>
        </div>`;
    }

    whole(ladder) {
        const step = ladder.steps[this.chosen];
        const chosen = step ? this.chosen : -1;
        return html`
            <div class="row between">
                <p class="soft">
                    ${t('phone.line', { line: String(ladder.line) })} ·
                    <time datetime=${ladder.start}>${clock(ladder.start)}</time>
                    ${
                        ladder.took_ms == null
                            ? nothing
                            : html`· ${t('change.took', { time: duration(ladder.took_ms) })}`
                    }
                </p>
                <span class="row">
                    <a
                        class="button"
                        download
                        href=${address(this.path(), this.query({ format: 'text' }))}
                        >${t('ladder.text')}</a
                    >
                    <a
                        class="button"
                        download
                        href=${address(this.path(), this.query({ format: 'pcap' }))}
                        >${t('ladder.pcap')}</a
                    >
                </span>
            </div>
            <div class="ladder">
                <div class="card">
                    <div class="ladder-place">
                        ${
                            this.wide
                                ? drawing(ladder, this.wide, chosen, (n) => this.choose(n))
                                : nothing
                        }
                    </div>
                </div>
                <section
                    class="card ${step ? 'raw' : 'soft hint'}"
                    aria-label=${t('ladder.raw')}
                    aria-live="polite"
                >
                    ${step ? raw(step, ladder.columns) : t('ladder.hint')}
                </section>
            </div>
        `;
    }
}

const raw = (step, columns) =>
    html`<div class="row between">
        <h2>${stepTitle(step)}</h2>
        <time class="soft" datetime=${step.t}>${exactClock(step.t)}</time>
    </div>
    <p class="soft small">
        ${
            step.dir === 'out'
                ? t('ladder.to', { server: columns[step.column]?.label ?? '' })
                : nothing
        }
        ${
            step.dir === 'in'
                ? t('ladder.from', { server: columns[step.column]?.label ?? '' })
                : nothing
        }
        ${step.transport ?? ''} ${step.again ? `· ${t('ladder.again', { n: step.again })}` : ''}
    </p>
    ${
        step.text && step.text !== stepTitle(step)
            ? html`<pre tabindex="0">${step.text}</pre>`
            : nothing
    }`;

customElements.define('lk-ladder', Ladder);
