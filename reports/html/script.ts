/** What the browser must find in the policy to run the script: a test says what it is when the script has changed. */
export const SCRIPT_HASH = 'sha256-sHNIb1sUbnydK8nnuas3qjvixQYBq2t7u6BNEgJR1/U=';

/** Comfort: finds requirements, opens the one that a link leads to, opens all; and what failed, for browsers that print only what is open. */
export const script = `
'use strict';
const all = (selector) => [...document.querySelectorAll(selector)];
const rows = all('.requirements > tbody');
const suites = all('.suite');
const folded = all('.opens > td > details');
const everything = document.querySelector('[name="show"]');
const first = document.querySelector('[value="first"]');
const search = document.querySelector('.search');
const [words, toggle, found] = all('.search input, .search button, .found');
const texts = rows.map((row) => (row.id + ' ' + row.closest('section').querySelector('h2').textContent + ' ' + row.textContent).toLowerCase());
const isShown = (element) => element.getClientRects().length > 0;

function show() {
  const wanted = words.value.toLowerCase().split(' ');
  rows.forEach((row, index) => { row.hidden = !wanted.every((word) => texts[index].includes(word)); });
  suites.forEach((suite) => { suite.classList.remove('none'); });
  const count = rows.filter(isShown).length;
  if (count < rows.length) suites.forEach((suite) => { suite.classList.toggle('none', !rows.some((row) => suite.contains(row) && isShown(row))); });
  found.textContent = count < rows.length ? count + ' of ' + rows.length + ' requirements shown' : '';
  label();
}

function label() {
  toggle.hidden = !folded.some(isShown);
  toggle.textContent = folded.some((one) => isShown(one) && !one.open) ? 'Open all cases' : 'Close all cases';
}

function follow() {
  const place = rows.concat(all('.suite > h2')).find(({ id }) => '#' + id === location.hash);
  if (place === undefined) return;
  if (!isShown(place)) {
    everything.checked = true;
    words.value = '';
    show();
  }
  place.querySelectorAll('.opens > td > details').forEach((one) => { one.open = true; });
  place.scrollIntoView();
}

if (search !== null) {
  search.hidden = false;
  words.addEventListener('input', () => {
    if (first !== null && first.checked) everything.checked = true;
    show();
  });
  all('[name="show"]').forEach((one) => { one.addEventListener('change', show); });
  toggle.addEventListener('click', () => {
    const shut = folded.filter((one) => isShown(one) && !one.open);
    (shut.length > 0 ? shut : folded).forEach((one) => { one.open = shut.length > 0; });
  });
  folded.forEach((one) => { one.addEventListener('toggle', label); });
  addEventListener('hashchange', follow);
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = folded.filter((one) => !one.open && one.classList.contains('broken'));
    opened.forEach((one) => { one.open = true; });
  });
  addEventListener('afterprint', () => { opened.forEach((one) => { one.open = false; }); });
  show();
  follow();
}
`;
