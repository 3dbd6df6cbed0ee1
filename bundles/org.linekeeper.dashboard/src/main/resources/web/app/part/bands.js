// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { number, t } from '../i18n.js';
import { bar } from './bar.js';

const SITES = 24;

/**
 * Servers with a band for each site. The order is that of all frames, so that nothing jumps while
 * a replay runs; a band's width is its number of phones.
 *
 * @param {any} frame the one to draw @param {any[]} frames all of the replay
 */
export function bands(frame, frames) {
    const servers = new Map();
    let full = 1;
    for (const { bands: some } of frames) {
        for (const { server, site, phones } of some) {
            const name = server ?? '';
            if (!servers.has(name)) servers.set(name, new Map());
            const sites = servers.get(name);
            sites.set(site ?? '', Math.max(sites.get(site ?? '') ?? 0, phones));
            full = Math.max(full, phones);
        }
    }
    const here = new Map(
        frame.bands.map((each) => [`${each.server ?? ''}\n${each.site ?? ''}`, each]),
    );
    const names = [...servers.keys()].sort((a, b) => Number(!a) - Number(!b) || a.localeCompare(b));
    if (!names.length) return html`<p class="card empty">${t('map.none')}</p>`;
    return html`<div class="servers">
        ${names.map((name) => server(name, servers.get(name), here, full))}
    </div>`;
}

function server(name, sites, here, full) {
    const all = [...sites.keys()].sort((a, b) => sites.get(b) - sites.get(a) || a.localeCompare(b));
    const rows = all.map((site) => [site, here.get(`${name}\n${site}`)]);
    const phones = rows.reduce((sum, [, band]) => sum + (band?.phones ?? 0), 0);
    const rest = rows.slice(SITES);
    return html`<section class="card">
        <div class="row between">
            <h2 class="cut" title=${name}><bdi>${name || t('overview.no_server')}</bdi></h2>
            <span class="strong num">${number(phones)}</span>
        </div>
        <div class="bars">
            ${rows.slice(0, SITES).map(
                ([site, band]) =>
                    html`<div class="band">
                        <span class="name cut" title=${site}
                            ><bdi>${site || t('map.no_site')}</bdi></span
                        >
                        ${bar(band?.counts ?? {}, full)}
                        <span class="num">${number(band?.phones ?? 0)}</span>
                    </div>`,
            )}
        </div>
        ${
            rest.length
                ? html`<p class="soft">${t('map.more_sites', { count: rest.length })}</p>`
                : nothing
        }
    </section>`;
}
