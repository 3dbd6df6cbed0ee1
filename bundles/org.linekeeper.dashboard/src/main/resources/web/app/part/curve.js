// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from 'lit';
import { t } from '../i18n.js';
import { Part } from '../part.js';
import { colour, themes } from '../theme.js';
import { clock, exactClock } from '../time.js';

/**
 * `<lk-curve>`: how an incident went: phones that left, that arrived elsewhere, that came back.
 * The chart library is big: it is loaded when the first curve is shown.
 */
class Curve extends Part {
    static properties = {
        points: { attribute: false },
        label: {},
        missing: { state: true },
    };

    constructor() {
        super();
        this.points = [];
        this.label = '';
        this.missing = false;
        this.chart = null;
        this.seen = new ResizeObserver(() => this.chart?.resize());
    }

    connectedCallback() {
        super.connectedCallback();
        this.hear(themes, 'change', () => this.draw());
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.seen.disconnect();
        this.chart?.dispose();
        this.chart = null;
    }

    async updated() {
        let echarts;
        try {
            echarts = await import('echarts');
        } catch {
            this.missing = true;
            return;
        }
        this.missing = false;
        const place = this.querySelector('.chart');
        if (!this.isConnected || !place) return;
        if (!this.chart) {
            this.chart = echarts.init(place, null, { renderer: 'canvas' });
            this.seen.observe(place);
        }
        this.draw();
    }

    draw() {
        this.chart?.setOption(options(this.points), { notMerge: true });
    }

    render() {
        const last = this.points.at(-1) ?? { out: 0, moved: 0, returned: 0 };
        const words = t('curve.words', {
            out: last.out,
            moved: last.moved,
            returned: last.returned,
        });
        return html`<div
                class="chart"
                role="img"
                aria-label=${`${this.label} ${words}`}
                ?hidden=${this.missing}
            ></div>
            ${this.missing ? html`<p class="soft">${t('curve.missing')} ${words}</p>` : nothing}`;
    }
}

const lines = () => [
    {
        key: 'out',
        name: t('curve.out'),
        color: colour('--unregistered'),
        type: 'solid',
        symbol: 'rect',
    },
    {
        key: 'moved',
        name: t('curve.moved'),
        color: colour('--on-backup'),
        type: 'dashed',
        symbol: 'diamond',
    },
    {
        key: 'returned',
        name: t('curve.returned'),
        color: colour('--on-primary'),
        type: 'dotted',
        symbol: 'circle',
    },
];

function options(points) {
    const text = colour('--text');
    const soft = colour('--text-soft');
    const edge = colour('--edge');
    // Symbols at a few points keep the lines apart without colour.
    const every = Math.max(1, Math.round(points.length / 8));
    return {
        animation: false,
        textStyle: { fontFamily: 'system-ui, sans-serif' },
        grid: { left: 8, right: 14, top: 34, bottom: 4, containLabel: true },
        legend: { top: 0, left: 0, textStyle: { color: text }, itemWidth: 30 },
        tooltip: {
            trigger: 'axis',
            renderMode: 'richText',
            backgroundColor: colour('--surface'),
            borderColor: edge,
            textStyle: { color: text },
            axisPointer: { label: { formatter: ({ value }) => exactClock(value) } },
        },
        xAxis: {
            type: 'time',
            axisLabel: { color: soft, hideOverlap: true, formatter: (value) => clock(value) },
            axisLine: { lineStyle: { color: edge } },
        },
        yAxis: {
            type: 'value',
            minInterval: 1,
            axisLabel: { color: soft },
            splitLine: { lineStyle: { color: edge } },
        },
        series: lines().map(({ key, name, color, type, symbol }) => ({
            type: 'line',
            step: 'end',
            name,
            symbol,
            symbolSize: (value, { dataIndex }) => (dataIndex % every ? 0 : 7),
            itemStyle: { color },
            lineStyle: { color, type, width: 2.5 },
            data: points.map((point) => [point.t, point[key]]),
        })),
    };
}

customElements.define('lk-curve', Curve);
