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

live.start();
takeLinks();
takePlaces();
// The first thing drawn has words already: no keys flash by.
await speak(wanted());
customElements.define('lk-app', Shell);
