// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import './theme.js';
import { speak, wanted } from './i18n.js';
import { live } from './live.js';
import { takeLinks } from './router.js';
import { Shell } from './shell.js';

live.start();
takeLinks();
// The first thing drawn has words already: no keys flash by.
await speak(wanted());
customElements.define('lk-app', Shell);
