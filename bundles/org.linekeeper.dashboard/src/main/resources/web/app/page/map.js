// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { get } from '../api.js';
import { t } from '../i18n.js';
import { Load } from '../load.js';
import { live } from '../live.js';
import { Part } from '../part.js';
import { replayForm } from '../form/replay.js';
import { legend } from '../part/bar.js';
import { bands } from '../part/bands.js';
import { route, router } from '../router.js';
import { clock, now } from '../time.js';

export const title = () => t('map.title');
export const show = () => html`<lk-map></lk-map>`;

const STEPS = 60;
const FRAME_MS = 220;
const AGAIN_MS = 3_000;

/** Where the phones are: servers by sites, now or as it went. */
class PhoneMap extends Part {
    static properties = { at: { state: true }, playing: { state: true } };

    constructor() {
        super();
        this.at = 0;
        this.playing = false;
        this.stale = false;
        this.map = new Load(this, (signal) => get('map', {}, signal));
        this.frames = new Load(this, (signal) => this.film(signal));
        this.incidents = new Load(this, (signal) => get('incidents', { size: 20 }, signal));
    }

    connectedCallback() {
        super.connectedCallback();
        this.hear(router, 'change', () => this.ask());
        this.hear(live, 'phones', () => (this.stale = true));
        this.hear(live, 'reset', () => (this.stale = true));
        this.every(AGAIN_MS, () => this.stale && !this.map.busy && !this.replay() && this.ask());
        this.every(FRAME_MS, () => this.step());
        this.incidents.run();
        this.ask();
    }

    /** What is asked for: an incident, or from and to; nothing: now. */
    replay() {
        const { query } = route();
        const incident = query.get('incident');
        if (incident) return { incident };
        const from = query.get('from');
        return from ? { from, to: query.get('to') ?? new Date(now()).toISOString() } : null;
    }

    ask() {
        const replay = this.replay();
        (replay ? this.map : this.frames).stop();
        if (route().page !== 'map') return;
        this.stale = false;
        if (!replay) {
            this.map.run();
            return;
        }
        this.at = 0;
        this.playing = false;
        this.frames.data = null;
        this.frames.run();
    }

    async film(/** @type {AbortSignal} */ signal) {
        let { incident, from, to } = this.replay();
        if (incident) {
            const it = await get(`incidents/${encodeURIComponent(incident)}`, {}, signal);
            const [start, end] = [Date.parse(it.start), it.end ? Date.parse(it.end) : now()];
            const edge = Math.max(2_000, (end - start) / 20);
            from = new Date(start - edge).toISOString();
            to = new Date(Math.min(now(), end + edge)).toISOString();
        }
        return get('map/frames', { from, to, steps: STEPS }, signal);
    }

    step() {
        if (!this.playing) return;
        const last = (this.frames.data?.frames.length ?? 0) - 1;
        if (this.at >= last) this.playing = false;
        else this.at += 1;
    }

    render() {
        const replay = this.replay();
        const source = replay ? this.frames : this.map;
        const frames = replay ? (this.frames.data?.frames ?? []) : [];
        const frame = replay ? frames[this.at] : this.map.data;
        return html`
            <h1 tabindex="-1">${title()}</h1>
            ${replayForm(replay, this.incidents.data?.incidents ?? [])} ${source.notice()}
            ${replay && frames.length ? this.player(frames) : nothing}
            ${frame?.partial ? html`<p class="notice">${t('map.partial')}</p>` : nothing}
            ${
                frame
                    ? html`${legend()} ${bands(frame, replay ? frames : [frame])}`
                    : source.problem
                      ? nothing
                      : html`<div class="loading"></div>`
            }
        `;
    }

    player(frames) {
        return html`<div class="card player">
            <button class="main" @click=${this.play}>
                ${this.playing ? t('map.pause') : t('map.play')}
            </button>
            <input
                type="range"
                min="0"
                max=${frames.length - 1}
                .value=${String(this.at)}
                aria-label=${t('map.time')}
                aria-valuetext=${clock(frames[this.at].t)}
                @input=${(event) => (this.at = Number(event.target.value))}
            />
            <time class="strong" datetime=${frames[this.at].t}>${clock(frames[this.at].t)}</time>
        </div>`;
    }

    play() {
        if (!this.playing && this.at >= this.frames.data.frames.length - 1) this.at = 0;
        this.playing = !this.playing;
    }
}

customElements.define('lk-map', PhoneMap);
