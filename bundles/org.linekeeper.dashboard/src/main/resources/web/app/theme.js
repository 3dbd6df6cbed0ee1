// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

/** Light or dark: the system's choice unless the reader made one. */

export const THEMES = ['auto', 'light', 'dark'];

/** Tells `change` when what is drawn outside of CSS (charts) has to take new colours. */
export const themes = new EventTarget();

export const theme = () => document.documentElement.dataset.theme ?? 'auto';

/** @param {string} chosen one of THEMES */
export function paint(chosen) {
    if (chosen === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
    localStorage.setItem('theme', chosen);
    themes.dispatchEvent(new Event('change'));
}

const kept = localStorage.getItem('theme');
if (kept && THEMES.includes(kept)) paint(kept);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () =>
    themes.dispatchEvent(new Event('change')),
);

/** A colour of the style sheets as the browser resolved it. @param {string} name e.g. `--text` */
export function colour(name) {
    const probe = document.createElement('i');
    probe.style.color = `var(${name})`;
    probe.hidden = true;
    document.body.append(probe);
    const resolved = getComputedStyle(probe).color;
    probe.remove();
    return resolved;
}
