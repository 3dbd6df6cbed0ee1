// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { keepPlace } from './place.js';

/** Addresses of the page: below the base, kept in the browser's history. */

/** Tells `change` after each move. */
export const router = new EventTarget();

/**
 * @typedef {{page: string, parts: string[], query: URLSearchParams, path: string}} Route
 * @returns {Route}
 */
export function route() {
    const base = new URL(document.baseURI).pathname;
    const path = location.pathname.startsWith(base) ? location.pathname.slice(base.length) : '';
    const [page, ...parts] = path.split('/').filter(Boolean).map(decoded);
    return { page: page ?? '', parts, query: new URLSearchParams(location.search), path };
}

const decoded = (/** @type {string} */ part) => {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
};

/** @param {string} to relative to the base @param {{replace?: boolean}} [how] */
export function go(to, { replace = false } = {}) {
    const url = new URL(to || '.', document.baseURI);
    if (replace) history.replaceState(history.state, '', url);
    else {
        keepPlace();
        history.pushState(null, '', url);
        scrollTo(0, 0);
    }
    router.dispatchEvent(new CustomEvent('change', { detail: { moved: !replace } }));
}

/** This address with other values in its query; empty ones are left out. */
export function withQuery(/** @type {Record<string, unknown>} */ values) {
    const { path, query } = route();
    for (const [name, value] of Object.entries(values)) {
        if (value === undefined || value === null || value === '') query.delete(name);
        else query.set(name, String(value));
    }
    const text = query.toString();
    return (path || '.') + (text ? `?${text}` : '');
}

/**
 * The address of a phone's page.
 *
 * @param {{tenant: string, device: string}} phone
 * @param {string} [below] what follows the phone
 */
export function phonePath({ tenant, device }, below = '') {
    const query = tenant && tenant !== 'default' ? `?tenant=${encodeURIComponent(tenant)}` : '';
    return `phones/${encodeURIComponent(device)}${below}${query}`;
}

/** The address of a ladder. */
export const ladderPath = (/** @type {any} */ phone, /** @type {string} */ trace) =>
    phonePath(phone, `/ladder/${encodeURIComponent(trace)}`);

/** Takes clicks on the page's own links, so that they do not load the page anew. */
export function takeLinks() {
    addEventListener('popstate', () =>
        router.dispatchEvent(new CustomEvent('change', { detail: { moved: true } })),
    );
    document.addEventListener('click', (event) => {
        if (event.defaultPrevented || event.button !== 0) return;
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
        if (!link || link.hasAttribute('download') || link.hasAttribute('target')) return;
        const url = new URL(link.getAttribute('href') ?? '', document.baseURI);
        const base = new URL(document.baseURI);
        if (url.origin !== base.origin || !url.pathname.startsWith(base.pathname) || url.hash)
            return;
        if (url.pathname.startsWith(`${base.pathname}api/`)) return;
        event.preventDefault();
        go(url.pathname.slice(base.pathname.length) + url.search);
    });
}
