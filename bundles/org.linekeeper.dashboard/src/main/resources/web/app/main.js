// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import './theme.js';
import { speak, wanted } from './i18n.js';
import { live } from './live.js';
import { takePlaces } from './place.js';
import { takeLinks } from './router.js';
import { Shell } from './shell.js';

// Where the page's root is was told relative to where it was opened: from here on absolutely.
const base = document.querySelector('base');
if (base) base.href = document.baseURI;

const AGAIN_MS = 3_000;

/** Without its texts the page says so in all languages, and asks for them again. */
async function speakSoon() {
    for (;;) {
        try {
            await speak(wanted());
            return;
        } catch {
            const place = document.getElementById('skeleton');
            place?.removeAttribute('aria-hidden');
            place?.replaceChildren(
                'Linekeeper does not answer and is asked again. 监控服务没有应答，正在重试。',
            );
        }
        await new Promise((go) => setTimeout(go, AGAIN_MS));
    }
}

live.start();
takeLinks();
takePlaces();
// The first thing drawn has words already: no keys flash by.
await speakSoon();
customElements.define('lk-app', Shell);
