// Shows what one original costs in a dozen sizes and formats: bytes as sent, and the time that this
// browser waited. The page works without it; only the numbers are missing then.
const sizes = [
  'w1000.jpg', 'w500.jpg', 'w500.webp', 'w500.avif', 'w500.png', 'w500-q40.jpg',
  'w200.jpg', 'w200.webp', 'w200.avif', 'x200.webp', '300x400.jpg', 'h150.webp',
];
const laboratory = document.getElementById('laboratory');
const rows = document.getElementById('sizes');
let run = 0;

const bytesText = (bytes) => (bytes >= 1e6 ? `${(bytes / 1e6).toFixed(2)} MB` : `${(bytes / 1e3).toFixed(1)} kB`);
const timeText = (ms) => (ms >= 100 ? `${ms.toFixed(0)} ms` : `${ms.toFixed(1)} ms`);

// Past the browser's own cache, so that the server's answer is what is timed.
async function ask(url) {
  const started = performance.now();
  const response = await fetch(url, { cache: 'no-store' });
  const body = await response.blob();
  return {
    ok: response.ok,
    type: response.headers.get('content-type') ?? '',
    bytes: body.size,
    ms: performance.now() - started,
    text: response.ok ? '' : await body.text(),
  };
}

function addRow(url, name) {
  const row = rows.insertRow();
  const link = document.createElement('a');
  link.href = url;
  link.textContent = name;
  row.insertCell().append(link);
  return ['', '…', '', ''].map((text) => {
    const cell = row.insertCell();
    cell.textContent = text;
    return cell;
  });
}

async function showOriginal(picture) {
  const line = document.getElementById('original-facts');
  const response = await fetch(`/${picture}/info.json`);
  if (!response.ok) { line.textContent = `The original: ${await response.text()}`; return; }
  const facts = await response.json();
  line.textContent = `The original: ${facts.width} × ${facts.height}, ${facts.content_type}, ${bytesText(facts.bytes)}.`;
}

async function showSizes(picture) {
  const mine = ++run;
  rows.replaceChildren();
  for (const name of sizes) {
    const url = `/${picture}/${name}`;
    const [format, bytes, time, again] = addRow(url, name);
    const first = await ask(url);
    if (mine !== run) return;
    if (!first.ok) { bytes.textContent = '–'; format.textContent = first.text; continue; }
    format.textContent = first.type.replace('image/', '');
    bytes.textContent = bytesText(first.bytes);
    time.textContent = timeText(first.ms);
    again.textContent = timeText((await ask(url)).ms);
  }
}

function choose(picture, link) {
  laboratory.dataset.picture = picture;
  const large = `/${picture}/w960.auto`;
  document.getElementById('large').src = large;
  document.getElementById('large-url').textContent = large;
  const crops = ['x200.webp', '300x200.webp', '150x200.webp'];
  document.querySelectorAll('#crops a').forEach((crop, i) => {
    crop.href = `/${picture}/${crops[i]}`;
    crop.firstElementChild.src = crop.href;
  });
  document.querySelectorAll('.all a').forEach((other) => other.removeAttribute('aria-current'));
  link?.setAttribute('aria-current', 'true');
  showOriginal(picture).catch(() => {});
  showSizes(picture).catch((error) => { rows.insertRow().insertCell().textContent = String(error); });
}

document.querySelectorAll('.all a').forEach((link) => {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    choose(link.dataset.picture, link);
    laboratory.scrollIntoView({ behavior: 'smooth' });
  });
});
choose(laboratory.dataset.picture, document.querySelector('.all a'));
