// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { k, languageCode, t } from '../i18n.js';
import { healthWord, reason, stateWord } from '../words.js';

const REQUEST = '(?<request>[A-Z]{3,9}(?: as a \\w+| to remove a binding)?)';
const AT = '(?<place>.+?(?:\\)|/\\w+))';
const SENT = `${REQUEST} goes to (?<place>.+?), given up after (?<budget>[^:]+)`;
const MOVED = '(?<from>\\w+) -> (?<to>\\w+) \\((?<why>\\w+)\\)';
const VERDICT = '(?<verdict>available|suspect|quarantined|probing)';

/**
 * A phone says in English what it decided and which timers it has: the same words stand in its log
 * and in its own ladder. Here are the sentences that it knows, so that they can be said in another
 * language; one that is not among them stays as it is.
 */
const SENTENCES = ways([
    [`${MOVED}, now at (?<place>.+)`, k('note.moved_to')],
    [MOVED, k('note.moved')],
    [`(?<place>.+) is ${VERDICT}(?<more>(?: for .+?)?(?:, \\d+ failures?)?)`, k('note.verdict')],
    ['(?<timer>.+) starts, (?<time>[^,]+)', k('note.starts')],
    ['(?<timer>.+) is over', k('note.over')],
    [`${REQUEST} is cancelled`, k('note.cancelled')],
    ['(?<timer>.+) is cancelled', k('note.stopped')],
    ['(?<place>.+) is looked up', k('note.lookup')],
    ['(?<place>.+) is watched each (?<time>[^,]+)', k('note.watched')],
    ['(?<place>.+) is watched no longer', k('note.unwatched')],
    [`${SENT}: (?<why>\\w+) at (?<where>.+)`, k('note.sent_after')],
    [SENT, k('note.sent')],
    [`${REQUEST} at (?<place>.+): the answer came too late, undone`, k('note.late')],
    [`${REQUEST} at ${AT}: (?<failure>.+)`, k('note.failed')],
    [`heartbeat at ${AT}: (?<failure>.+)`, k('note.heartbeat')],
    [`another line at ${AT}: (?<failure>.+)`, k('note.another_line')],
    ['the way to (?<place>.+) is lost, (?<failure>.+)', k('note.way_lost')],
    ["the call's destination cannot be located", k('note.destination_unknown')],
    ["the call's destination is at (?<targets>.+)", k('note.destination')],
    ['(?<place>.+) cannot be located: (?<detail>.+)', k('note.not_located')],
    ['(?<place>\\S+) is at (?<targets>.+)', k('note.located')],
    ['the line starts', k('note.line_starts')],
    ['the configuration changed', k('note.configured')],
    ['the user asks for a registration', k('note.register_asked')],
    ['the user asks for an OPTIONS', k('note.options_asked')],
    ['the user dials', k('note.dials')],
    ['the user hangs up', k('note.hangs_up')],
    ['the network changed', k('note.network')],
    ['another policy decides', k('note.policy')],
    ['the line stops', k('note.line_stops')],
]);

const FAILURES = ways([
    ['no answer after (?<time>.+?), (?<sends>\\d+) sends?', k('note.no_answer')],
    ['response (?<code>\\d+), Retry-After (?<seconds>\\d+) s', k('note.response_later')],
    ['response (?<code>\\d+)', k('note.response')],
    ['cancelled', k('note.given_up')],
    ['(?<kind>\\w+): (?<detail>.+)', k('note.unreachable')],
]);

const REQUESTS = ways([
    ['(?<method>\\w+) as a probe', k('note.probe')],
    ['(?<method>\\w+) as a standby', k('note.standby')],
    ['(?<method>\\w+) to remove a binding', k('note.removal')],
]);

const BUDGETS = ways([
    ['(?<sends>\\d+) sends? or (?<time>.+)', k('note.sends_or')],
    ['(?<sends>\\d+) sends?', k('note.sends')],
]);

const VERDICTS = ways([
    [' for (?<time>.+?), (?<failures>\\d+) failures?', k('note.for_failures')],
    [' for (?<time>.+)', k('note.for')],
    [', (?<failures>\\d+) failures?', k('note.failures')],
]);

const TARGETS = ways([['(?<list>.+) and (?<more>\\d+) more', k('note.more_targets')]]);

const UNITS = ways([
    ['(?<n>[\\d.]+) ms', k('note.ms')],
    ['(?<n>[\\d.]+) s', k('note.s')],
]);

const TIMERS = ways([
    ['refresh', k('timer.refresh')],
    ['retry', k('timer.retry')],
    ['hold-down', k('timer.hold_down')],
    ['return-on-trial', k('timer.trial')],
    ['return', k('timer.return')],
    ['probe', k('timer.probe')],
    ['standby-(?<n>.+)', k('timer.standby')],
    ['subscription-(?<n>.+)', k('timer.subscription')],
]);

const time = (/** @type {string} */ text) => say(UNITS, text);

/** How each part of a sentence is said. @type {Record<string, (part: string) => string>} */
const PARTS = {
    from: stateWord,
    to: stateWord,
    why: reason,
    kind: reason,
    verdict: healthWord,
    time,
    more: (part) => (part ? say(VERDICTS, part) : part),
    request: (part) => say(REQUESTS, part),
    failure: (part) => reason(say(FAILURES, part)),
    budget: (part) => say([...BUDGETS, ...UNITS], part),
    targets: (part) => say(TARGETS, part),
    timer: (part) => say(TIMERS, part),
};

function ways(/** @type {string[][]} */ table) {
    return table.map(([sentence, key]) => [new RegExp(`^${sentence}$`), key]);
}

function say(/** @type {any[]} */ ways, /** @type {string} */ text) {
    for (const [pattern, key] of ways) {
        const found = pattern.exec(text);
        if (!found) continue;
        const parts = Object.entries(found.groups ?? {});
        return t(
            key,
            Object.fromEntries(parts.map(([name, part]) => [name, (PARTS[name] ?? String)(part)])),
        );
    }
    return text;
}

/** A note in the page's language; the phone's own words are English. @param {string} text */
export const note = (text) => (languageCode() === 'en' ? text : say(SENTENCES, text));

/** What a step is called. @param {{kind: string, title: string}} step */
export const stepTitle = (step) => (step.kind === 'message' ? step.title : note(step.title));
