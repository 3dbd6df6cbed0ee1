// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { k, language, t } from './i18n.js';

/** How far the dashboard's clock is ahead of this browser's, in ms. */
let ahead = 0;

/** Small differences are the way, not the clock. */
const WAY_MS = 1_500;

/** @param {string} told the dashboard's time, just received */
export function toldTime(told) {
    const off = Date.parse(told) - Date.now();
    ahead = Math.abs(off) < WAY_MS ? 0 : off;
}

/** @param {string} told the dashboard's time of what may have been on its way for long */
export function toldLate(told) {
    if (Date.parse(told) > now() - WAY_MS) toldTime(told);
}

/** The dashboard's time now, in ms since 1970. */
export const now = () => Date.now() + ahead;

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {string} name @param {Intl.DateTimeFormatOptions} options */
function format(name, options) {
    const key = `${language()} ${name}`;
    if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language(), options));
    return /** @type {Intl.DateTimeFormat} */ (formats.get(key));
}

const clockOnly = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' };
const dayToo = { month: 'short', day: 'numeric', ...clockOnly };

/** Time of day; with the day unless it is today. @param {string | number} time */
export function clock(time) {
    const at = new Date(time);
    const today = at.toDateString() === new Date(now()).toDateString();
    return today ? format('clock', clockOnly).format(at) : format('day', dayToo).format(at);
}

/** Time of day with milliseconds. @param {string} time */
export const exactClock = (time) =>
    format('exact', { ...clockOnly, fractionalSecondDigits: 3 }).format(new Date(time));

/** Hours and minutes. @param {string | number} time */
export const hour = (time) =>
    format('hour', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(time));

const STEPS = [
    [86_400_000, k('time.days'), 3_600_000, k('time.hours')],
    [3_600_000, k('time.hours'), 60_000, k('time.minutes')],
    [60_000, k('time.minutes'), 1_000, k('time.seconds')],
];

/** A duration in words, two units at most. @param {number} ms */
export function duration(ms) {
    if (ms < 1_000) return t('time.ms', { n: Math.max(0, Math.round(ms)) });
    if (ms < 60_000)
        return t('time.seconds', {
            n: ms < 10_000 ? Math.round(ms / 100) / 10 : Math.round(ms / 1000),
        });
    for (const [unit, name, lesser, lesserName] of STEPS) {
        if (ms < unit) continue;
        const whole = Math.floor(ms / unit);
        const rest = Math.floor((ms - whole * unit) / lesser);
        return t(name, { n: whole }) + (rest ? ` ${t(lesserName, { n: rest })}` : '');
    }
    return '';
}

/** A duration by its largest unit, for where there is little room. @param {number} ms */
export function briefly(ms) {
    const found = STEPS.find(([unit]) => ms >= unit);
    return found
        ? t(found[1], { n: Math.floor(ms / found[0]) })
        : duration(Math.max(1_000, Math.floor(ms / 1_000) * 1_000));
}

/** How long ago, rounded so that it need not change with each frame. @param {string} time */
export const age = (time) =>
    duration(Math.max(1_000, Math.floor((now() - Date.parse(time)) / 1_000) * 1_000));

/** A time for `<input type="datetime-local">`. @param {number} ms */
export function localInput(ms) {
    const at = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
    return at.toISOString().slice(0, 16);
}
