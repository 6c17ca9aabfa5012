// @ts-check
// The drawer of the third level: its tabs.

import { newId } from './controls.js';
import { h, rove, stop } from './dom.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 */

/**
 * @param {App} app
 * @param {Record<string, (app: App) => Part>} created the tabs by name
 * @returns {Part}
 */
export function drawer(app, created) {
  const { words } = app;
  const tabs = Object.entries(created).map(([name, create]) => {
    const [tabId, panelId] = [newId(), newId()];
    const part = create(app);
    const tab = h(
      'button',
      {
        'type': 'button',
        'role': 'tab',
        'id': tabId,
        'value': name,
        'aria-controls': panelId,
        'title': words.t(`tab.${name}.hint`),
        'click': () => app.show({ tab: name }),
      },
      words.t(`tab.${name}`),
    );
    const panel = h(
      'div',
      { 'class': 'panel', 'role': 'tabpanel', 'id': panelId, 'aria-labelledby': tabId, 'hidden': true },
      part.element,
    );
    return { name, part, tab, panel };
  });
  const list = h(
    'div',
    { 'class': 'tabs', 'role': 'tablist', 'aria-label': words.t('drawer') },
    ...tabs.map(({ tab }) => tab),
  );
  rove(
    list,
    () => tabs.map(({ tab }) => tab),
    (tab) => tab.click(),
  );
  const open = () => (app.view.level === '3' ? tabs.find(({ name }) => name === app.view.tab) ?? tabs[0] : undefined);
  return {
    element: h(
      'section',
      { 'class': 'drawer from-3', 'aria-label': words.t('drawer') },
      h('h3', { class: 'unseen' }, words.t('drawer')),
      list,
      ...tabs.map(({ panel }) => panel),
    ),
    update() {
      const current = open();
      for (const one of tabs) {
        one.panel.hidden = one !== current;
        one.tab.setAttribute('aria-selected', String(one === current));
      }
      stop(
        tabs.map(({ tab }) => tab),
        current?.tab ?? tabs[0]?.tab,
      );
      current?.part.update?.();
      if (app.session.picture) current?.part.draw?.(app.session.picture);
    },
    draw: (picture) => open()?.part.draw?.(picture),
    close() {
      for (const { part } of tabs) part.close?.();
    },
  };
}
