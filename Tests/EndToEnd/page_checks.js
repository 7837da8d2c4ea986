// What can be told of a page by rules, as axe-core does it; gives a list of faults, each with its place. Run inside the page.
() => {
  const faults = [];
  const where = element => `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''}${[...element.classList].map(name => `.${name}`).join('')} “${(element.innerText || '').slice(0, 40)}”`;
  const report = (rule, element, more = '') => { if (faults.length < 20) faults.push(`${rule}: ${where(element)} ${more}`); };
  const isShown = element => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && element.checkVisibility({opacityProperty: true, visibilityProperty: true}) && !element.closest('.sr, .skip');
  };
  const scope = document.querySelector('dialog[open]') || document.body;

  // The frame of the document.
  if (!document.documentElement.lang) faults.push('the document has no language');
  if (!document.title) faults.push('the document has no title');
  if (document.querySelectorAll('main').length !== 1) faults.push('there is not one main');
  if (document.documentElement.scrollWidth > innerWidth + 1) faults.push(`the page is ${document.documentElement.scrollWidth} wide in a window of ${innerWidth}`);
  for (const element of document.querySelectorAll('main *')) {
    const box = element.getBoundingClientRect();
    if (box.width && box.left < innerWidth && box.right > innerWidth + 2 && isShown(element) && !element.closest('.scroll, pre, canvas, .tiers, .stage')) report('sticks out of the window', element, `to ${Math.round(box.right)}`);
  }
  const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
  ids.filter((id, index) => ids.indexOf(id) !== index).forEach(id => faults.push(`two elements have the id ${id}`));

  // Roles and what they ask for.
  for (const element of scope.querySelectorAll('[tabindex]')) if (element.tabIndex > 0) report('a positive tabindex', element);
  for (const element of scope.querySelectorAll('[role=option]')) if (!element.closest('[role=listbox]')) report('an option outside of a listbox', element);
  for (const element of scope.querySelectorAll('[role=treeitem]')) if (!element.closest('[role=tree]')) report('a treeitem outside of a tree', element);
  for (const element of scope.querySelectorAll('[role=tab]')) if (!element.closest('[role=tablist]')) report('a tab outside of a tablist', element);
  for (const element of scope.querySelectorAll('[aria-controls], [aria-labelledby], [aria-describedby]')) {
    for (const name of ['aria-controls', 'aria-labelledby', 'aria-describedby']) {
      const id = element.getAttribute(name);
      if (id && !document.getElementById(id)) report(`${name} names nothing`, element, id);
    }
  }
  for (const element of scope.querySelectorAll('button button, a a, a button, button a, [role=option] button, [role=treeitem] button')) report('a control within a control', element);
  for (const element of scope.querySelectorAll('img:not([alt])')) report('a picture without words', element);
  for (const list of scope.querySelectorAll('[role=listbox], [role=tree]')) {
    const rows = [...list.querySelectorAll('[data-row]')];
    if (rows.length && rows.filter(row => row.tabIndex === 0).length !== 1) report('not one row can be reached with Tab', list, `${rows.filter(row => row.tabIndex === 0).length}`);
  }
  // Headings go down by one level at a time.
  let level = 0;
  for (const heading of [...scope.querySelectorAll('h1, h2, h3, h4')].filter(isShown)) {
    const next = Number(heading.tagName[1]);
    if (level && next > level + 1) report(`a heading of level ${next} after one of ${level}`, heading);
    level = next;
  }

  // Contrast: every text against what lies behind it (WCAG 2.2, 1.4.3).
  const parse = text => {
    const numbers = text.match(/[\d.]+(?:e-?\d+)?%?/g).map(number => number.endsWith('%') ? parseFloat(number) / 100 : parseFloat(number));
    return text.startsWith('color(') ? [...numbers.slice(0, 3).map(number => number * 255), numbers[3] ?? 1] : [...numbers.slice(0, 3), numbers[3] ?? 1];
  };
  const over = (top, below) => [0, 1, 2].map(channel => top[channel] * top[3] + below[channel] * (1 - top[3])).concat(1);
  const luminance = colour => {
    const [r, g, b] = colour.slice(0, 3).map(value => { const part = value / 255; return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = element => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const texts = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.nodeValue.trim() || seen.has(element) || !isShown(element) || element.closest('script, style, option, :disabled, [aria-hidden=true] svg')) continue;
    seen.add(element);
    const style = getComputedStyle(element);
    const ground = behind(element);
    const ink = over(parse(style.color), ground);
    const [light, dark] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) report(`contrast ${ratio.toFixed(2)}`, element, `${style.color} on ${ground.slice(0, 3).map(Math.round)}`);
  }
  // Targets that fingers find (WCAG 2.2, 2.5.8), on a phone.
  if (innerWidth < 720) {
    for (const element of scope.querySelectorAll('button, select, input:not([type=checkbox]):not([type=radio])')) {
      const box = element.getBoundingClientRect();
      if (isShown(element) && !element.closest('.segments') && (box.width < 24 || box.height < 24)) report('too small to touch', element, `${Math.round(box.width)}×${Math.round(box.height)}`);
    }
  }
  return faults;
}
