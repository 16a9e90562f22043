// The search box of the catalogue: hides what lacks a word of the query. Without this script the page shows everything.

const box = document.querySelector<HTMLInputElement>('#search');
const form = document.querySelector<HTMLElement>('.search');
const found = document.querySelector<HTMLElement>('#found');
const models = [...document.querySelectorAll<HTMLElement>('.models > li')];
const groups = [...document.querySelectorAll<HTMLElement>('section.group')];

/** The text of each element once: it is asked for at each key. */
const texts = new Map<Element, string>();

function textOf(element: Element): string {
  const known = texts.get(element) ?? element.textContent.toLowerCase();
  texts.set(element, known);
  return known;
}

function search(query: string): void {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string): boolean => words.every((word) => text.includes(word));
  let count = 0;
  for (const model of models) {
    const isFound = has(textOf(model));
    model.hidden = !isFound;
    if (isFound) count++;
    showRows(model, words);
  }
  for (const group of groups) group.hidden = !group.querySelector('.models > li:not([hidden])');
  if (found) found.textContent = words.length === 0 ? '' : `${count} of ${models.length} models`;
}

/** Opens the list of a model where some of its rows, with the model's own words, have all words of the query. */
function showRows(model: HTMLElement, words: readonly string[]): void {
  const list = model.querySelector<HTMLDetailsElement>('details.of-rows');
  if (!list) return;
  const own = [...model.children]
    .filter((child) => child !== list)
    .map(textOf)
    .join(' ');
  const rows = [...list.querySelectorAll<HTMLElement>('li')];
  const wanted = words.filter((word) => !own.includes(word));
  const hits = rows.filter((row) => wanted.every((word) => textOf(row).includes(word)));
  const narrows = wanted.length > 0 && hits.length > 0;
  for (const row of rows) row.hidden = narrows && !hits.includes(row);
  list.open = narrows;
}

if (box && form) {
  form.hidden = false;
  box.value = new URLSearchParams(location.search).get('q') ?? '';
  search(box.value);
  box.addEventListener('input', () => search(box.value));
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && document.activeElement !== box) {
      event.preventDefault();
      box.focus();
    } else if (event.key === 'Escape' && document.activeElement === box) {
      box.value = '';
      search('');
    }
  });
}
