// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0

// Texts whose contrast with what lies behind them is below 4.5:1 (WCAG 2.2, 1.4.3), as sentences.
() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgba = (colour) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const over = ([r, g, b, a], below) =>
        [r, g, b].map((part, n) => (part * a + below[n] * (255 - a)) / 255);
    const luminance = (colour) => {
        const [r, g, b] = colour.map((part) => {
            const c = part / 255;
            return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const paintOf = (element) => {
        if (element instanceof SVGElement && !(element instanceof SVGSVGElement)) return null;
        return rgba(getComputedStyle(element).backgroundColor);
    };
    const behind = (element) => {
        const layers = [];
        for (let at = element; at; at = at.parentElement) {
            // A text of a drawing stands on the shape that its group draws before it.
            const shape = element instanceof SVGTextElement && at === element.parentElement
                ? element.parentElement.querySelector(':scope > rect:not(.hit):not(.plate)')
                : null;
            if (shape) layers.push(rgba(getComputedStyle(shape).fill));
            const paint = paintOf(at);
            if (paint && paint[3]) layers.push(paint);
            if (layers.length && layers.at(-1)[3] === 255) break;
        }
        return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
    };
    const tooPale = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!node.data.trim() || !element || !element.checkVisibility({ visibilityProperty: true })) continue;
        if (element.closest('title, desc, option, .sr, .skip, button:disabled, noscript, script')) continue;
        const style = getComputedStyle(element);
        const ground = behind(element);
        const ink = over(rgba(element instanceof SVGTextElement ? style.fill : style.color), ground);
        const [light, dark] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
        const contrast = (light + 0.05) / (dark + 0.05);
        if (contrast < 4.5) tooPale.push(`"${node.data.trim().slice(0, 40)}" has ${contrast.toFixed(2)}:1`);
    }
    return tooPale;
};
