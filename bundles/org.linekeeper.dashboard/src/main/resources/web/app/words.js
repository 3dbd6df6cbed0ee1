// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { k, t } from './i18n.js';

/** A phone's states, the worst first. */
export const STATES = [
    'unregistered',
    'switching',
    'on_backup',
    'on_primary',
    'unknown',
    'disabled',
];

const STATE = {
    on_primary: k('state.on_primary'),
    on_backup: k('state.on_backup'),
    switching: k('state.switching'),
    registering: k('state.registering'),
    unregistered: k('state.unregistered'),
    unknown: k('state.unknown'),
    disabled: k('state.disabled'),
};
const LETTER = {
    on_primary: k('letter.on_primary'),
    on_backup: k('letter.on_backup'),
    switching: k('letter.switching'),
    unregistered: k('letter.unregistered'),
    unknown: k('letter.unknown'),
    disabled: k('letter.disabled'),
};
const WHY = {
    started: k('why.started'),
    configured: k('why.configured'),
    registered: k('why.registered'),
    refreshed: k('why.refreshed'),
    no_answer: k('why.no_answer'),
    icmp: k('why.icmp'),
    tcp_refused: k('why.tcp_refused'),
    tcp_timeout: k('why.tcp_timeout'),
    tcp_closed: k('why.tcp_closed'),
    tcp_reset: k('why.tcp_reset'),
    no_route: k('why.no_route'),
    tls: k('why.tls'),
    dns_failed: k('why.dns_failed'),
    heartbeat_lost: k('why.heartbeat_lost'),
    returned: k('why.returned'),
    all_failed: k('why.all_failed'),
    user: k('why.user'),
    network_changed: k('why.network_changed'),
    policy: k('why.policy'),
    shutdown: k('why.shutdown'),
    not_told: k('why.not_told'),
    lwt: k('why.lwt'),
    lease: k('why.lease'),
    reconnected: k('why.reconnected'),
    overflow: k('why.overflow'),
    unreadable: k('why.unreadable'),
    trimmed: k('why.trimmed'),
    missing: k('why.missing'),
};
const ROLE = {
    phone: k('role.phone'),
    primary: k('role.primary'),
    backup: k('role.backup'),
    server: k('role.server'),
    viewer: k('role.viewer'),
    operator: k('role.operator'),
};
const WHO = {
    local: k('who.local'),
    token: k('who.token'),
    admin: k('who.admin'),
    nobody: k('who.nobody'),
};
const BINDING = {
    registering: k('binding.registering'),
    registered: k('binding.registered'),
    lapsing: k('binding.lapsing'),
    removing: k('binding.removing'),
};
const HEALTH = {
    available: k('health.available'),
    suspect: k('health.suspect'),
    quarantined: k('health.quarantined'),
    probing: k('health.probing'),
};
const ALERT = {
    incident: k('alert.incident'),
    blind: k('alert.blind'),
    stale: k('alert.stale'),
    phones_silent: k('alert.phones_silent'),
    phones_unregistered: k('alert.phones_unregistered'),
    history_gap: k('alert.history_gap'),
};
export const ALERT_KINDS = Object.keys(ALERT);

const say = (/** @type {Record<string, string>} */ table, /** @type {string} */ word) =>
    Object.hasOwn(table, word) ? t(table[word]) : word;

/** @param {string} state a word of the API; one this page does not know is shown as it is */
export const stateWord = (state) => say(STATE, state);
/** One letter for a state, for where there is no room. @param {string} state */
export const stateLetter = (state) => say(LETTER, state);
export const bindingWord = (/** @type {string} */ state) => say(BINDING, state);
export const healthWord = (/** @type {string} */ state) => say(HEALTH, state);
export const roleWord = (/** @type {string} */ role) => say(ROLE, role);
/** Somebody's name, or the word for one who has none: nobody else is called so. */
export const personWord = (/** @type {string} */ name) => say(WHO, name);
export const alertWord = (/** @type {string} */ kind) => say(ALERT, kind);

/** Why, as a sentence. @param {string | null} why */
export function reason(why) {
    if (!why) return '';
    const code = /^response_(\d{3})$/.exec(why);
    return code ? t('why.response', { code: code[1] }) : say(WHY, why);
}

/** The state that a state is drawn as. @param {string} state */
export const drawn = (state) =>
    state === 'registering' ? 'switching' : STATES.includes(state) ? state : 'unknown';
