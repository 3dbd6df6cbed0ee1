// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { Problem, address, get } from './api.js';
import { EventStream } from './stream.js';
import { toldLate, toldTime } from './time.js';

const SILENCE_MS = 40_000;
const HIDDEN_MS = 60_000;
const GLANCE_MS = 30_000;
/** Answers to the question for events, as troubles. */
const REFUSED = { 401: 'signed_out', 429: 'full' };
const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

/**
 * What the page knows now, kept up by the stream of events. Tells `overview` (it changed), `phones`
 * (`detail`: rows, more), `incidents` (`detail`: changed ones), `alerts`, `reset` (load anew) and
 * `trouble` (the page itself hears nothing, or hears again). At most one round of them per frame.
 */
class Live extends EventTarget {
    /** @type {any} the answer of GET overview, or null until there is one */
    overview = null;
    /**
     * Since when, by this browser's clock, what is shown is old.
     *
     * @type {null | {why: 'silence' | 'unreachable' | 'signed_out' | 'full', since: number}}
     */
    trouble = null;
    #heard = Date.now();
    #loaded = 0;
    #due = true;
    /** @type {Set<any[]>} for each answer that is on its way, what was told meanwhile */
    #meanwhile = new Set();
    #waiting = [];
    #planned = false;
    #tries = 0;
    /** Since when nobody looks at this page: 0 = somebody does, 1 = nobody ever did. */
    #hidden = document.hidden ? 1 : 0;
    /** Whether this page has let go of the stream. */
    #resting = false;
    #abort = new AbortController();
    #stream = new EventStream(address('events'), {
        event: (name, data) => this.#queue(name, data),
        heard: () => this.#hear(),
    });

    /** Since when what is shown is old, in ms since 1970; 0 = it is not. */
    get oldSince() {
        if (this.trouble) return this.trouble.since;
        const { freshness, t } = this.overview ?? {};
        if (!freshness || freshness.state === 'live') return 0;
        return Date.parse(freshness.since ?? t);
    }

    async start() {
        setInterval(() => this.#watch(), 1_000);
        addEventListener('online', () => this.#abort.abort());
        document.addEventListener('visibilitychange', () => {
            this.#hidden = document.hidden ? Date.now() : 0;
            if (document.hidden || !this.#resting) return;
            // Nobody listened meanwhile: the silence begins with the stream that is opened now.
            this.#resting = false;
            this.#heard = Date.now();
        });
        for (;;) {
            await this.#awake();
            this.#abort = new AbortController();
            let open = false;
            try {
                await this.#stream.read(this.#abort.signal, () => {
                    open = true;
                    this.#opened();
                });
            } catch (trouble) {
                // A stream that was open may end at any time: trouble is when there is no next one.
                if (!open && !this.#resting)
                    this.#fail(REFUSED[trouble?.status] ?? this.trouble?.why ?? 'unreachable');
            }
            const wait = RETRY_MS[Math.min(this.#tries++, RETRY_MS.length - 1)];
            await new Promise((go) => setTimeout(go, wait * (0.75 + Math.random() / 2)));
        }
    }

    /** Loads the overview; called at the start and whenever the stream says so. */
    async load() {
        this.#loaded = Date.now();
        this.#due = true;
        const meanwhile = [];
        this.#meanwhile.add(meanwhile);
        try {
            this.overview = await get('overview');
            this.#due = false;
            toldTime(this.overview.t);
            // The answer may be older than what was told while it was on its way.
            for (const told of meanwhile) this.#merge(told);
            this.#hear();
            this.#tell('overview');
        } catch (trouble) {
            if (!(trouble instanceof Problem)) throw trouble;
            this.#fail(trouble.status === 401 ? 'signed_out' : 'unreachable');
        } finally {
            this.#meanwhile.delete(meanwhile);
        }
    }

    async #opened() {
        this.#hear();
        this.#tries = 0;
        // With the last event's number the dashboard goes on from there, or says `reset` itself.
        if (this.#stream.last && this.overview) return;
        if (this.overview) this.#tell('reset');
        await this.load();
    }

    #hear() {
        this.#heard = Date.now();
        if (this.trouble) {
            this.trouble = null;
            this.#tell('trouble');
        }
    }

    /**
     * A browser has six connections to a host, and each stream is one: a page that nobody looks at
     * leaves its own to others, and only looks itself now and then.
     */
    async #awake() {
        while (this.#resting)
            await new Promise((go) =>
                document.addEventListener('visibilitychange', go, { once: true }),
            );
    }

    #watch() {
        if (this.#hidden && Date.now() - this.#hidden > HIDDEN_MS && !this.#resting) {
            this.#resting = true;
            this.#abort.abort();
        }
        if (this.#resting) {
            if (Date.now() - this.#loaded > GLANCE_MS) this.load();
            return;
        }
        if (this.#due && !this.#meanwhile.size && Date.now() - this.#loaded > 3_000) this.load();
        if (Date.now() - this.#heard < SILENCE_MS || this.trouble) return;
        this.#fail('silence');
        this.#abort.abort();
    }

    /** @param {'silence' | 'unreachable' | 'signed_out' | 'full'} why */
    #fail(why) {
        if (this.trouble?.why === why) return;
        this.trouble = { why, since: this.trouble?.since ?? this.#heard };
        this.#tell('trouble');
    }

    #queue(name, data) {
        this.#waiting.push([name, data]);
        if (this.#planned) return;
        this.#planned = true;
        const round = () => {
            this.#planned = false;
            for (const [each, told] of this.#waiting.splice(0)) this.#take(each, told);
        };
        // A page in the background gets no frames, and yet shall be right when one looks at it.
        if (document.hidden) setTimeout(round, 250);
        else requestAnimationFrame(round);
    }

    #take(name, told) {
        if (name === 'reset') {
            this.#tell('reset');
            this.load();
        } else if (name === 'update') {
            if (told.t) toldLate(told.t);
            for (const each of this.#meanwhile) each.push(told);
            if (this.overview) {
                this.#merge(told);
                this.#tell('overview');
            }
            if (told.phones?.length || told.more)
                this.#tell('phones', { rows: told.phones ?? [], more: told.more ?? 0 });
            if (told.incidents?.length) this.#tell('incidents', told.incidents);
            if (told.alerts) this.#tell('alerts');
        }
    }

    #merge(told) {
        const next = { ...this.overview, ...told.overview, t: told.t ?? this.overview.t };
        for (const changed of told.incidents ?? []) {
            const others = next.incidents.filter((each) => each.id !== changed.id);
            next.incidents = changed.state === 'open' ? [changed, ...others] : others;
        }
        this.overview = next;
    }

    #tell(type, detail) {
        this.dispatchEvent(new CustomEvent(type, { detail }));
    }
}

export const live = new Live();
