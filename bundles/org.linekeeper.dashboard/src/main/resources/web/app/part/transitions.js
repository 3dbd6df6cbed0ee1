// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { t } from '../i18n.js';
import { ladderPath } from '../router.js';
import { clock, duration, exactClock } from '../time.js';
import { reason } from '../words.js';
import { stateTag } from './state.js';

/** What happened to a phone's lines, newest first. @param {any[]} all @param {any} phone */
export const transitionList = (all, phone) =>
    html`<ol class="transitions">
        ${all.map((each) => (each.kind === 'gap' ? gap(each) : transition(each, phone)))}
    </ol>`;

const transition = (each, phone) =>
    html`<li>
        <time datetime=${each.t} title=${`${each.t} ${exactClock(each.t)}`}>${clock(each.t)}</time>
        <div class="words">
            <div class="change">
                <span class="soft small">${t('phone.line', { line: String(each.line) })}</span>
                ${
                    each.from && each.from !== each.to
                        ? html`${stateTag(each.from)}<span aria-hidden="true">→</span
                              ><span class="sr">${t('change.to')}</span>`
                        : nothing
                }
                ${stateTag(each.to)}
                ${
                    each.server
                        ? html`<span class="soft">${t('change.at')}</span>
                              <strong><bdi>${each.server}</bdi></strong>`
                        : nothing
                }
            </div>
            <div class="soft">${reason(each.why)}${took(each)}</div>
        </div>
        <span
            >${
                each.trace
                    ? html`<a href=${ladderPath(phone, each.trace)}>${t('change.ladder')}</a>`
                    : nothing
            }</span
        >
    </li>`;

const took = ({ took_ms: ms }) =>
    ms == null ? nothing : html` · ${t('change.took', { time: duration(ms) })}`;

const gap = (each) =>
    html`<li>
        <time datetime=${each.t}>${clock(each.t)}</time>
        <div class="words">
            <span class="tag is-warning">${t('change.gap', { count: each.count })}</span>
            <span class="soft">${reason(each.why)}</span>
        </div>
        <span></span>
    </li>`;
