// Puts the files of a folder into one, each as it is and, where that is shorter, as gzip and Brotli
// make it. In front a line for each file, then an empty line, then the bytes:
//
//   path TAB content type TAB digest TAB offset,size TAB offset,size TAB offset,size
//
// for identity, br and gzip; `-` for a form that is not there. src/endpoints/dashboard_pack.h reads it.
//
//   node scripts/pack_dashboard.mjs web/dashboard/dist build/dashboard/files.pack
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [folder, target] = process.argv.slice(2);
const kTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
// Brotli and gzip only make these longer.
const kCompressed = new Set(['.png', '.webp', '.woff2']);

function filesBelow(place) {
  return readdirSync(place, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(place, entry.name)) : [join(place, entry.name)]));
}

const chunks = [];
let offset = 0;
function put(bytes, whole) {
  // A form that saves less than a twentieth is not worth its decoding.
  if (bytes === null || (whole && bytes.length > whole.length * 0.95)) return '-';
  const place = `${offset},${bytes.length}`;
  chunks.push(bytes);
  offset += bytes.length;
  return place;
}

const lines = filesBelow(folder)
  .map((file) => [relative(folder, file).replaceAll('\\', '/'), file])
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([path, file]) => {
    const type = kTypes[extname(file)];
    if (!type) throw new Error(`${path}: a content type for "${extname(file)}" is missing in pack_dashboard.mjs`);
    const bytes = readFileSync(file);
    const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    const plain = kCompressed.has(extname(file));
    const brotli = plain ? null : brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
    const gzip = plain ? null : gzipSync(bytes, { level: 9 });
    return [path, type, digest, put(bytes), put(brotli, bytes), put(gzip, bytes)].join('\t');
  });
writeFileSync(target, Buffer.concat([Buffer.from(lines.map((line) => `${line}\n`).join('') + '\n'), ...chunks]));
