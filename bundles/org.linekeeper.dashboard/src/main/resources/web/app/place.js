// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

/**
 * How far down one was on each page, kept in the browser's history. The browser itself goes there
 * at once, when a page is still short because its answers are on their way.
 */

const RESTS_MS = 150;

/** @type {number | null} how far down one wants to be on a page that is not that long yet */
let wanted = null;
let rests = 0;

/** Notes where one is, before one goes elsewhere or when the scrolling rests. */
export function keepPlace() {
    clearTimeout(rests);
    if (wanted === null) history.replaceState({ ...history.state, y: scrollY }, '');
}

/** Goes down as far as one was, as soon as the page is long enough. */
export function findPlace() {
    if (wanted === null) return;
    scrollTo(0, wanted);
    if (Math.abs(scrollY - wanted) < 2) wanted = null;
}

/** To be called once, at the start. */
export function takePlaces() {
    history.scrollRestoration = 'manual';
    const want = () => {
        clearTimeout(rests);
        wanted = history.state?.y ?? 0;
    };
    want();
    addEventListener('popstate', want);
    addEventListener('scroll', () => {
        clearTimeout(rests);
        rests = setTimeout(keepPlace, RESTS_MS);
    });
    new ResizeObserver(findPlace).observe(document.body);
    // Whoever moves by himself is where he wants to be.
    for (const type of ['wheel', 'touchmove', 'keydown', 'pointerdown'])
        addEventListener(type, () => (wanted = null), { passive: true });
}
