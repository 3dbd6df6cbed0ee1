// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

/** Questions to the dashboard's HTTP API; every address is relative to the page's base. */

const PATIENCE_MS = 20_000;

/** An answer that is no success, in the words of its `application/problem+json`. */
export class Problem extends Error {
    /** @param {number} status 0 = no answer @param {string} title @param {string} [detail] */
    constructor(status, title, detail) {
        super(detail ?? title);
        this.status = status;
        this.title = title;
        this.detail = detail;
    }
}

/**
 * @param {string} path below api/v1
 * @param {Record<string, unknown>} [query] empty values are left out
 */
export function address(path, query = {}) {
    const url = new URL(`api/v1/${path}`, document.baseURI);
    for (const [name, value] of Object.entries(query)) {
        if (value !== undefined && value !== null && value !== '')
            url.searchParams.set(name, String(value));
    }
    return url;
}

/**
 * @param {string} path
 * @param {Record<string, unknown>} [query]
 * @param {AbortSignal} [signal]
 */
export const get = (path, query, signal) => ask(address(path, query), {}, signal);

/** @param {'POST' | 'PUT' | 'DELETE'} method @param {string} path @param {unknown} [body] */
export function send(method, path, body) {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    return ask(address(path), { method, headers: { 'Content-Type': 'application/json' }, ...json });
}

/** @param {URL} url @param {RequestInit} request @param {AbortSignal} [signal] */
async function ask(url, request, signal) {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    let answer;
    let told = null;
    try {
        answer = await fetch(url, {
            ...request,
            headers: { Accept: 'application/json', ...request.headers },
            signal: signal ? AbortSignal.any([signal, patience]) : patience,
        });
        if (answer.ok && answer.status !== 204) told = await answer.json();
    } catch (trouble) {
        if (signal?.aborted) throw trouble;
        // One that broke off on its way is none.
        throw new Problem(0, 'no answer');
    }
    if (!answer.ok) throw await problemOf(answer);
    return told;
}

/** @param {Response} answer */
async function problemOf(answer) {
    try {
        const told = await answer.json();
        return new Problem(answer.status, told.title ?? answer.statusText, told.detail);
    } catch {
        return new Problem(answer.status, answer.statusText || String(answer.status));
    }
}
