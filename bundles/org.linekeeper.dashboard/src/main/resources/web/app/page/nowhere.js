// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html } from 'lit';
import { t } from '../i18n.js';

export const title = () => t('nowhere.title');

export const show = () =>
    html`<section class="card">
        <h1 tabindex="-1">${t('nowhere.title')}</h1>
        <p><a href=".">${t('nowhere.back')}</a></p>
    </section>`;
