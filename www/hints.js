// @ts-check
// What explains a part of the page is its `title`: a mouse that rests on it and a screen reader get it from
// the browser. For the keys and for a finger a bubble shows the same text.

import { h, place } from './dom.js';

/** Milliseconds that a finger rests on a button, which a tap would press. */
const HOLD = 500;
/** CSS pixels that it may move meanwhile. */
const SHAKE = 8;
/** CSS pixels between the bubble and what it is about, and the edge of the window. */
const GAP = 6;

/**
 * A word that says what it means.
 * @param {string} text
 * @param {string} hint
 */
export const term = (text, hint) => h('button', { type: 'button', class: 'label term', title: hint }, text);

/**
 * The word that `key` names, with its hint.
 * @param {import("./words.js").Words} words
 * @param {string} key
 * @param {string} [text] where the word is made of more
 */
export const termOf = (words, key, text = words.t(key)) => term(text, words.t(`${key}.hint`));

/**
 * Explains a control with its label: the whole of it to a mouse, the control to a screen reader.
 * @template {HTMLElement} E
 * @param {E} box
 * @param {string} hint
 * @returns {E}
 */
export function explain(box, hint) {
  for (const one of [box, ...box.querySelectorAll('input, select, textarea, [role=radiogroup]')])
    one.setAttribute('title', hint);
  return box;
}

/** What does something when it is pressed, or is written in. */
const CONTROLS = 'button, a, summary, label, input, select, textarea';

/**
 * Shows the hint of what the keys go to, of a term that is pressed, of a field that a finger goes to, of what
 * else it taps, and of a button that it rests on.
 * @param {HTMLElement} around
 * @returns {HTMLElement} the bubble, whose place is in `around`
 */
export function hints(around) {
  const bubble = h('div', { 'class': 'hint', 'popover': 'manual', 'aria-hidden': 'true' });
  /** What was used last: a kind of pointer, or the keys. */
  let by = 'keys';
  /** Where a finger came down, and when it will have rested there. */
  let from = { x: 0, y: 0 };
  let timer = 0;
  let rested = false;
  const hide = () => {
    clearTimeout(timer);
    if (bubble.isConnected) bubble.hidePopover();
  };
  /** @param {Element} target */
  const show = (target) => {
    hide();
    const text = target.closest('[title]')?.getAttribute('title');
    if (!text || !target.isConnected || !bubble.isConnected) return;
    bubble.textContent = text;
    bubble.showPopover();
    settle(bubble, target.getBoundingClientRect(), target.matches('.term'));
  };
  const listen = (/** @type {string} */ type, /** @type {(event: any) => void} */ work) =>
    around.addEventListener(type, work, { capture: true, passive: type === 'wheel' });

  listen('keydown', ({ key }) => {
    [by, rested] = ['keys', false];
    if (key === 'Escape') hide();
  });
  listen('pointerdown', ({ pointerType, target, x, y }) => {
    hide();
    [by, from, rested] = [pointerType, { x, y }, false];
    if (by === 'touch' && target.closest('button, summary'))
      timer = Number(setTimeout(() => ((rested = true), show(target)), HOLD));
  });
  listen('pointermove', ({ x, y }) => void (Math.hypot(x - from.x, y - from.y) > SHAKE && clearTimeout(timer)));
  for (const end of ['pointerup', 'pointercancel']) listen(end, () => clearTimeout(timer));
  listen('click', (event) => {
    const control = event.target.closest(CONTROLS);
    if (rested) [event.preventDefault(), event.stopPropagation(), (rested = false)];
    else if (control ? control.matches('.term') : by === 'touch') show(control ?? event.target);
    else if (control?.matches('button, a, summary')) hide();
  });
  // Once the page has moved to what has the focus now.
  listen('focusin', ({ target }) => {
    const wanted = by === 'keys' || (by === 'touch' && target.matches('input, select, textarea'));
    if (wanted) requestAnimationFrame(() => target.matches(':focus') && show(target));
  });
  listen('focusout', hide);
  listen('wheel', hide);
  return bubble;
}

/**
 * Puts the bubble above what it is about or below it: on the wished side if there is room.
 * @param {HTMLElement} bubble
 * @param {DOMRect} about
 * @param {boolean} above a word stands over what it names, a control under its name
 */
function settle(bubble, { left, top, bottom }, above) {
  place(bubble, { '--x': '0px' });
  const { offsetWidth: width, offsetHeight: height } = bubble;
  const [over, under] = [top - GAP - height, bottom + GAP];
  const fits = above ? over >= GAP : under + height > innerHeight;
  place(bubble, {
    '--x': `${Math.max(GAP, Math.min(left, document.documentElement.clientWidth - width - GAP))}px`,
    '--y': `${Math.max(GAP, fits ? over : under)}px`,
  });
}
