// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

/** The page's texts: one JSON file a language, each text by its key. */

export const LANGUAGES = [
    { code: 'en', name: 'English' },
    { code: 'zh', name: '中文' },
];

/** Tells `change` when another language was chosen. */
export const languages = new EventTarget();

let code = 'en';
/** @type {Record<string, string | Record<string, string>>} */
let texts = {};
let plurals = new Intl.PluralRules('en');

/** @returns {string} the language's code, fit for Intl */
export const language = () => (code === 'zh' ? 'zh-CN' : 'en-GB');
export const languageCode = () => code;

/** A number as the language writes it. @param {number} n */
export const number = (n) => n.toLocaleString(language());

/** A key that is looked up later: marks it for the test that compares keys and files. */
export const k = (/** @type {string} */ key) => key;

/**
 * The text for a key; `{name}` is replaced by `values.name`. A text may differ by number: then the
 * file has an object `{one, other}` and `values.n` decides.
 *
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
    let text = texts[key] ?? key;
    if (typeof text === 'object')
        text = text[plurals.select(Number(values.count ?? values.n))] ?? text.other;
    return text.replace(/\{(\w+)\}/g, (hole, name) =>
        name in values ? shown(values[name]) : hole,
    );
}

/** Names come from phones: what turns the direction of a text must not reach beyond the name. */
function shown(/** @type {string | number} */ value) {
    if (typeof value === 'number') return number(value);
    const name = value.replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
    return /[\u0590-\u08ff\ufb1d-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name;
}

/** Chooses a language; the choice is kept in this browser. @param {string} chosen */
export async function speak(chosen) {
    const answer = await fetch(new URL(`i18n/${chosen}.json`, document.baseURI));
    if (!answer.ok) throw new Error(`i18n/${chosen}.json: ${answer.status}`);
    texts = await answer.json();
    code = chosen;
    plurals = new Intl.PluralRules(language());
    document.documentElement.lang = language();
    localStorage.setItem('language', chosen);
    languages.dispatchEvent(new Event('change'));
}

/** The language kept, or the first of the browser's that there is. */
export function wanted() {
    const known = LANGUAGES.map((each) => each.code);
    const kept = localStorage.getItem('language');
    if (kept && known.includes(kept)) return kept;
    const asked = (navigator.languages ?? [navigator.language]).map((each) => each.slice(0, 2));
    return asked.find((each) => known.includes(each)) ?? 'en';
}
