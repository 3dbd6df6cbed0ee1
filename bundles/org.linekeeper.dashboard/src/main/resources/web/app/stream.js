// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Reads server-sent events by fetch. The browser's own EventSource hides the comments that tell a
 * quiet stream from a dead one, and it gives up for good on an answer that is no stream.
 */
export class EventStream {
    /**
     * @param {URL} url
     * @param {{event: (name: string, data: any) => void, heard: () => void}} listener heard: at
     *     any byte
     */
    constructor(url, listener) {
        this.url = url;
        this.listener = listener;
        this.last = '';
    }

    /**
     * Reads until the stream ends; never returns normally while it lives.
     *
     * @param {AbortSignal} signal
     * @param {() => void} opened
     */
    async read(signal, opened) {
        const headers = {
            Accept: 'text/event-stream',
            ...(this.last && { 'Last-Event-ID': this.last }),
        };
        const answer = await fetch(this.url, { headers, signal, cache: 'no-store' });
        if (!answer.ok || !answer.body)
            throw Object.assign(new Error('no stream'), { status: answer.status });
        opened();
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        let rest = '';
        for (;;) {
            const { value, done } = await reader.read();
            if (done) return;
            this.listener.heard();
            const blocks = (rest + value).replace(/\r\n?/g, '\n').split('\n\n');
            rest = blocks.pop() ?? '';
            for (const block of blocks) this.#take(block);
        }
    }

    /** @param {string} block the lines of one event */
    #take(block) {
        let name = 'message';
        const data = [];
        for (const line of block.split('\n')) {
            const colon = line.indexOf(':');
            if (colon <= 0) continue;
            const value = line.slice(colon + 1).replace(/^ /, '');
            const field = line.slice(0, colon);
            if (field === 'event') name = value;
            else if (field === 'data') data.push(value);
            else if (field === 'id') this.last = value;
        }
        if (data.length) this.listener.event(name, JSON.parse(data.join('\n')));
    }
}
